import { expect, it } from 'vitest';
import type { Room, Unit } from '../api/types';
import { groupRooms } from './groups';

const unit = (id: string, parentId: string | null, name = id): Unit => ({
  id,
  name,
  shortName: name,
  kind: 'sở',
  parentId,
  validFrom: '2025-07-01',
  validTo: null,
});
const room = (id: string, unitId: string | null): Room => ({
  id,
  name: id,
  shortName: id,
  siteId: null,
  siteName: null,
  unitId,
  unitName: null,
  endpoints: [],
  active: true,
});

it('follows the tree, own rooms before sub-units, names in Vietnamese order', () => {
  const units = [
    unit('ubnd', null),
    unit('so-y-te', 'ubnd', 'Sở Y tế'),
    unit('so-ct', 'ubnd', 'Sở Công Thương'),
  ];
  const groups = groupRooms(
    [room('P10', 'so-y-te'), room('P9', 'so-y-te'), room('A', 'ubnd'), room('B', 'so-ct')],
    units,
  );
  expect(groups.map((group) => [group.name, group.depth, group.rooms.map((one) => one.id)])).toEqual([
    ['ubnd', 0, ['A']],
    ['Sở Công Thương', 1, ['B']],
    ['Sở Y tế', 1, ['P9', 'P10']],
  ]);
});

it('leaves empty units out without indenting what is below them', () => {
  const groups = groupRooms(
    [room('A', 'xa')],
    [unit('tinh', null), unit('huyen', 'tinh'), unit('xa', 'huyen')],
  );
  expect(groups).toMatchObject([{ name: 'xa', depth: 0 }]);
});

it('puts rooms without a known unit last', () => {
  const groups = groupRooms([room('X', null), room('Y', 'gone'), room('A', 'u')], [unit('u', null)]);
  expect(groups.map((group) => group.rooms.map((one) => one.id))).toEqual([['A'], ['X', 'Y']]);
});
