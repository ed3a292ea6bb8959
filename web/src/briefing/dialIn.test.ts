import { expect, it } from 'vitest';
import { addressOf } from './DialIn';

const way = { number: '8001', guestPin: '123456', hostPin: null, host: null, port: 5060 };

it.each([
  [way, 'sip:8001@10.0.0.1'],
  [{ ...way, port: 5070 }, 'sip:8001@10.0.0.1:5070'],
  [{ ...way, host: 'cau.khanhhoa.gov.vn' }, 'sip:8001@cau.khanhhoa.gov.vn'],
])('names where to call', (given, address) => {
  expect(addressOf(given, '10.0.0.1')).toBe(address);
});
