import { expect, it } from 'vitest';
import type { BoardParticipant } from '../api/types';
import { arrange, sameSections, singles } from './order';
import { participant } from './participant.fixture';

const room = (shortName: string, unitName: string | null, change: Partial<BoardParticipant> = {}) =>
  participant({ roomId: shortName, name: `Phòng họp ${shortName}`, shortName, unitName, ...change });
const rooms = [
  room('Diên Khánh', 'Khu vực Diên Khánh', { state: 'redialling', reason: 'busy' }),
  room('Đại Lãnh', 'Khu vực Vạn Ninh'),
  room('Bắc Nha Trang', 'Khu vực Nha Trang'),
  room('UBND tỉnh', 'UBND tỉnh', { role: 'chair' }),
  room('Khách', null),
];
const all = { query: '', onlyFaulty: false, expected: true };
const places = new Map([
  ['UBND tỉnh', { name: 'UBND tỉnh', place: 0 }],
  ['Bắc Nha Trang', { name: 'Khu vực Nha Trang', place: 1 }],
  ['Diên Khánh', { name: 'Khu vực Diên Khánh', place: 2 }],
]);
const names = (order: 'unit' | 'name' | 'worst', filter = all) =>
  arrange(rooms, order, filter, places).flatMap((section) => section.roomIds);

it('orders by the tree of units, unknown units after it, rooms without one last', () => {
  const twice = rooms.flatMap((one) => [
    one,
    { ...one, roomId: `${one.roomId} 2`, shortName: `${one.shortName} 2` },
  ]);
  expect(arrange(twice, 'unit', all, places).map((section) => section.unit)).toEqual([
    'UBND tỉnh',
    'Khu vực Nha Trang',
    'Khu vực Diên Khánh',
    'Khu vực Vạn Ninh',
    '',
  ]);
});

it('needs no heading when every unit has a single room', () => {
  expect(arrange(rooms.slice(0, 4), 'unit', all, places)).toMatchObject([{ unit: null }]);
});

it('puts units with a single room under one heading, in the order of the tree', () => {
  expect(arrange([...rooms, room('Vạn Hưng', 'Khu vực Vạn Ninh')], 'unit', all, places)).toEqual([
    { unit: singles, roomIds: ['UBND tỉnh', 'Bắc Nha Trang', 'Diên Khánh'] },
    { unit: 'Khu vực Vạn Ninh', roomIds: ['Đại Lãnh', 'Vạn Hưng'] },
    { unit: '', roomIds: ['Khách'] },
  ]);
});

it('orders by name the Vietnamese way, the chair first', () => {
  expect(names('name')).toEqual(['UBND tỉnh', 'Bắc Nha Trang', 'Diên Khánh', 'Đại Lãnh', 'Khách']);
});

it('puts the worst first', () => {
  expect(names('worst').slice(0, 2)).toEqual(['Diên Khánh', 'UBND tỉnh']);
});

it('filters by fault and by words with or without marks', () => {
  expect(names('name', { ...all, onlyFaulty: true })).toEqual(['Diên Khánh']);
  expect(names('name', { ...all, query: 'dai lanh' })).toEqual(['Đại Lãnh']);
  expect(names('name', { ...all, query: 'nha trang khu vuc' })).toEqual(['Bắc Nha Trang']);
});

it('knows when nothing moved', () => {
  const one = arrange(rooms, 'unit', all, places);
  expect(sameSections(one, arrange(rooms, 'unit', all, places))).toBe(true);
  expect(sameSections(one, arrange(rooms.slice(1), 'unit', all, places))).toBe(false);
});
