import { expect, it } from 'vitest';
import { addressProblem, tidyAddress } from './sipAddress';

it.each([
  'sip:phonghop@10.68.1.20',
  'sip:room01@127.0.0.1:25601',
  'sip:10.68.1.20',
  'sip:room@codec.khanhhoa.gov.vn;transport=tcp',
  'sip:room@[2001:db8::7]:5070',
  'SIP:1001@tongdai',
  'sip:room@codec;transport=TLS',
  'sips:room@codec.khanhhoa.gov.vn',
])('takes %s', (address) => {
  expect(addressProblem(address)).toBeNull();
});

it.each([
  '',
  'phonghop',
  'phonghop@10.68.1.20',
  'http://10.1.1.1',
  'sip:',
  'sip:a b@c',
  'sip:@host',
  'sip:a@',
  'sip:a@host:99999',
  'sip:a@-host',
])('refuses %j with a hint', (address) => {
  expect(addressProblem(address)).toMatch(/sip:/);
});

it.each(['sip:a@b;transport=sctp', 'sip:a@b;transport=', 'sips:a@b;transport=udp'])(
  'refuses the transport of %j',
  (address) => {
    expect(addressProblem(address)).toMatch(/transport/);
  },
);

it('adds the scheme people leave out, and nothing else', () => {
  expect(tidyAddress(' phonghop@10.68.1.20 ')).toBe('sip:phonghop@10.68.1.20');
  expect(tidyAddress('SIP:a@b')).toBe('sip:a@b');
  expect(tidyAddress('SIPS:a@b')).toBe('sips:a@b');
  expect(tidyAddress('10.68.1.20')).toBe('10.68.1.20');
});
