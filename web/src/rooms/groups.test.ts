import { expect, it } from 'vitest';
import type { Room, Unit } from '../api/types';
import { groupRooms } from './groups';

const unit = (id: string, parentId: string | null, name = id, kind = 'sở'): Unit => ({
  id,
  name,
  shortName: name,
  kind,
  parentId,
  validFrom: '2025-07-01',
  validTo: null,
  contactName: null,
  mail: null,
  phone: null,
  tag: '',
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
  automaticGain: true,
  noiseGate: true,
  contactName: null,
  mail: null,
  phone: null,
  tag: '',
});
const seen = (rooms: Room[], units: Unit[]) =>
  groupRooms(rooms, units).map((group) => [group.name, group.depth, group.rooms.map((one) => one.id)]);

it('follows the tree, own rooms before sub-units, names in Vietnamese order', () => {
  const units = [
    unit('ubnd', null),
    unit('so-y-te', 'ubnd', 'Sở Y tế'),
    unit('so-ct', 'ubnd', 'Sở Công Thương'),
  ];
  const rooms = [room('P10', 'so-y-te'), room('P9', 'so-y-te'), room('A', 'ubnd'), room('B', 'so-ct')];
  expect(seen(rooms, units)).toEqual([
    ['ubnd', 0, ['A']],
    ['Sở Công Thương', 1, ['B']],
    ['Sở Y tế', 1, ['P9', 'P10']],
  ]);
});

it('puts units with one room together by their kind', () => {
  const units = [
    unit('tinh', null, 'UBND tỉnh', 'ủy ban'),
    unit('x1', 'tinh', 'Xã Vạn Ninh', 'xã'),
    unit('x2', 'tinh', 'Xã Diên Khánh', 'xã'),
    unit('p1', 'tinh', 'Phường Nha Trang', 'phường'),
    unit('old', 'x1', 'Thị trấn cũ', 'thị trấn'),
  ];
  const rooms = [
    room('UBND', 'tinh'),
    room('Vạn Ninh', 'x1'),
    room('Diên Khánh', 'x2'),
    room('Nha Trang', 'p1'),
  ];
  expect(seen(rooms, units)).toEqual([
    ['UBND tỉnh', 0, ['UBND']],
    ['Xã', 1, ['Diên Khánh', 'Vạn Ninh']],
    ['Phường Nha Trang', 1, ['Nha Trang']],
  ]);
});

it('leaves empty units out without indenting what is below them', () => {
  const units = [unit('tinh', null), unit('huyen', 'tinh'), unit('xa', 'huyen')];
  expect(seen([room('A', 'xa')], units)).toEqual([['xa', 0, ['A']]]);
});

it('puts rooms without a known unit last', () => {
  expect(seen([room('X', null), room('Y', 'gone'), room('A', 'u')], [unit('u', null)])).toEqual([
    ['u', 0, ['A']],
    ['', 0, ['X', 'Y']],
  ]);
});
