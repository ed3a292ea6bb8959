import { describe, expect, it } from 'vitest';
import { compareNames, fold, matches } from './fold';

describe('fold', () => {
  it.each([
    ['Điện Biên Phủ', 'dien bien phu'],
    ['Trường Sa', 'truong sa'],
    ['Ủy ban nhân dân xã Cam Hải Đông', 'uy ban nhan dan xa cam hai dong'],
    ['  Sở   Khoa học ', 'so khoa hoc'],
  ])('%j → %j', (text, expected) => {
    expect(fold(text)).toBe(expected);
    expect(fold(text.normalize('NFD'))).toBe(expected);
  });
});

describe('matches', () => {
  it('finds with and without marks, words in any order', () => {
    expect(matches('dien khanh', 'Xã Diên Khánh')).toBe(true);
    expect(matches('khánh diên', 'Xã Diên Khánh')).toBe(true);
    expect(matches('DIÊN', 'Xã Diên Khánh')).toBe(true);
    expect(matches('đông', 'Xã Cam Hải Đông')).toBe(true);
    expect(matches('nha trang', 'Xã Diên Khánh', 'Nha Trang')).toBe(true);
    expect(matches('', 'x')).toBe(true);
    expect(matches('ninh hòa', 'Xã Diên Khánh', null, undefined)).toBe(false);
  });
});

it('orders names the Vietnamese way and numbers by value', () => {
  const names = ['Phòng 10', 'Đông Ninh Hòa', 'Phòng 9', 'Diên Khánh', 'Ấp Bắc', 'Bắc Nha Trang'];
  expect(names.sort(compareNames)).toEqual([
    'Ấp Bắc',
    'Bắc Nha Trang',
    'Diên Khánh',
    'Đông Ninh Hòa',
    'Phòng 9',
    'Phòng 10',
  ]);
});
