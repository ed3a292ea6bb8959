import { expect, it } from 'vitest';
import { sorted } from './sorted';

const rows = [
  { name: 'Phòng 10', use: 3 },
  { name: 'Đại Lãnh', use: null },
  { name: 'Phòng 2', use: 12 },
];
const names = (found: typeof rows) => found.map((row) => row.name);

it('sorts numbers as numbers and what is unknown last', () => {
  expect(names(sorted(rows, { column: 'use', down: false }))).toEqual(['Phòng 10', 'Phòng 2', 'Đại Lãnh']);
  expect(names(sorted(rows, { column: 'use', down: true }))).toEqual(['Phòng 2', 'Phòng 10', 'Đại Lãnh']);
});

it('sorts names as people in the province do', () => {
  expect(names(sorted(rows, { column: 'name', down: false }))).toEqual(['Đại Lãnh', 'Phòng 2', 'Phòng 10']);
});
