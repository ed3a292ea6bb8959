import { expect, test } from 'vitest';
import type { Unit, UnitMove } from '../api/types';
import { begun, inherited, isPlaceable, isWhole, requestOf } from './reorganisation';

const unit: Unit = {
  id: 'u',
  name: 'Sở Xây dựng',
  shortName: 'SXD',
  kind: 'sở',
  parentId: 'p',
  validFrom: '2020-01-01',
  validTo: null,
  contactName: null,
  mail: null,
  phone: null,
  tag: '',
};
const day = '2026-12-01';

test('a rename begins with the name as it is, and asks for one new unit', () => {
  const draft = begun('rename', day, unit);
  expect(isWhole(draft)).toBe(true);
  expect(requestOf(unit, draft)).toEqual({
    act: 'rename',
    from: day,
    sourceIds: ['u'],
    successors: [{ name: 'Sở Xây dựng', shortName: 'SXD', kind: 'sở', parentId: 'p' }],
    placements: [],
  });
});

test('a short name that was the name itself follows the new name', () => {
  const draft = begun('rename', day, { ...unit, shortName: unit.name });
  const renamed = { ...draft, units: draft.units.map((one) => ({ ...one, name: 'Sở Hạ tầng' })) };
  expect(requestOf(unit, renamed).successors).toMatchObject([{ name: 'Sở Hạ tầng', shortName: null }]);
});

test('a merger asks for the unit that is there, or for what the new one is called', () => {
  const draft = { ...begun('merge', day, unit), others: ['v'] };
  expect(isWhole(draft)).toBe(false);
  expect(requestOf(unit, { ...draft, unitId: 'w' })).toMatchObject({
    sourceIds: ['u', 'v'],
    successors: [{ unitId: 'w' }],
  });
  const named = { name: ' Sở Hạ tầng ', shortName: ' ', kind: 'sở', parentId: 'p' };
  const made = { ...draft, unitId: 'w', intoNew: true, units: [named] };
  expect(isWhole(made)).toBe(true);
  expect(requestOf(unit, made).successors).toEqual([
    { name: 'Sở Hạ tầng', shortName: null, kind: 'sở', parentId: 'p' },
  ]);
});

test('what was to end too and then takes over no longer ends', () => {
  const draft = { ...begun('merge', day, unit), others: ['v', 'w'] };
  expect(requestOf(unit, inherited(draft, 'w'))).toMatchObject({
    sourceIds: ['u', 'v'],
    successors: [{ unitId: 'w' }],
  });
  expect(inherited(draft, null).others).toEqual(['v', 'w']);
});

test('a split wants every name, and says what goes where', () => {
  const draft = begun('split', day, unit);
  expect(draft.units.map(({ name }) => name)).toEqual(['Sở Xây dựng', '']);
  expect(isWhole(draft)).toBe(false);
  expect(requestOf(unit, { ...draft, placed: { room: 1 } }).placements).toEqual([
    { id: 'room', successor: 1 },
  ]);
});

test('an abolished unit goes to what it stands under, unless another is chosen', () => {
  expect(requestOf(unit, begun('abolish', day, unit)).successors).toEqual([{ unitId: 'p' }]);
  expect(isWhole(begun('abolish', day, { ...unit, parentId: null }))).toBe(false);
  expect(isWhole({ ...begun('abolish', day, unit), from: '' })).toBe(false);
});

test('roles go to all, and a template is placed once', () => {
  const move = (kind: UnitMove['kind'], id: string): UnitMove => ({
    kind,
    id,
    name: '',
    unitId: 'u',
    to: 0,
    siteId: null,
    role: null,
    newName: null,
  });
  const moves = [
    move('role', 'a'),
    move('template', 't'),
    move('hostedTemplate', 't'),
    move('hostedTemplate', 'o'),
  ];
  expect(moves.map((one) => isPlaceable(one, moves))).toEqual([false, true, false, true]);
});
