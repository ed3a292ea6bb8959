import { expect, it } from 'vitest';
import { abbreviate } from './shortName';

it.each([
  ['Phường Bắc Nha Trang', 'P. Bắc Nha Trang'],
  ['Xã Diên Khánh', 'X. Diên Khánh'],
  ['Đặc khu Trường Sa', 'ĐK. Trường Sa'],
  ['Ủy ban nhân dân tỉnh', 'UBND tỉnh'],
  ['Sở Y tế', 'Sở Y tế'],
  ['Nha Trang', 'Nha Trang'],
])('abbreviates %s to %s on small tiles only', (name, short) => {
  expect(abbreviate(name, 'small')).toBe(short);
  expect(abbreviate(name, 'large')).toBe(name);
});
