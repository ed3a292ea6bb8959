import { expect, test } from 'vitest';
import { formatBytes } from './size';

test.each([
  [0, '0 KB'],
  [1, '1 KB'],
  [999_000, '999 KB'],
  [1_000_000, '1,0 MB'],
  [11_340_000, '11,3 MB'],
  [1_250_000_000, '1,3 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes, 'vi')).toBe(text);
});

test('English has a point', () => {
  expect(formatBytes(11_340_000, 'en')).toBe('11.3 MB');
});
