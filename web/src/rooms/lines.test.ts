import { expect, it } from 'vitest';
import { behind, degreesOf, kbitsOf, treeOf } from './lines';

const line = (id: string, parentId: string | null = null) => ({
  id,
  name: `Tuyến ${id}`,
  kbits: 100,
  parentId,
  tag: '',
});
const lines = [line('c', 'b'), line('b', 'a'), line('a'), line('d', 'a'), line('e')];

it('shows lines below those they lead into', () => {
  expect(treeOf(lines).map((one) => `${one.depth}${one.line.id}`)).toEqual(['0a', '1b', '2c', '1d', '0e']);
});

it('knows what is behind a line', () => {
  expect([...behind('a', lines)].sort()).toEqual(['a', 'b', 'c', 'd']);
  expect([...behind('e', lines)]).toEqual(['e']);
});

it.each([
  ['12,2388', 12.2388],
  [' 109.1967 ', 109.1967],
  ['-12', -12],
  ['', null],
  ['12°14', NaN],
  ['1e3', NaN],
])('reads degrees %s', (text, degrees) => {
  expect(degreesOf(text)).toEqual(degrees);
});

it.each([
  ['2000', 2000],
  ['0', null],
  ['-5', null],
  ['1.5', null],
  ['', null],
])('reads kbit/s %s', (text, kbits) => {
  expect(kbitsOf(text)).toBe(kbits);
});
