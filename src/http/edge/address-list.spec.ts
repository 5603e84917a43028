import { isAddressOrRange, isAmong } from './address-list';

test.each(['203.0.113.7', '10.0.0.0/8', '0.0.0.0/0', '2001:db8::/32', '::1', '2001:db8::1/128'])(
  '%s is one',
  (text) => {
    expect(isAddressOrRange(text)).toBe(true);
  },
);

test.each([
  '',
  'localhost',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/08',
  '10.0.0.0/8/8',
  '::1/129',
  'fe80::1%eth0',
  '10.0.0',
  ' ::1',
])('%j is none', (text) => {
  expect(isAddressOrRange(text)).toBe(false);
});

test.each<[string | undefined, readonly string[], boolean]>([
  ['203.0.113.7', ['203.0.113.7'], true],
  ['203.0.113.8', ['203.0.113.7'], false],
  ['10.1.2.3', ['192.0.2.0/24', '10.0.0.0/8'], true],
  ['11.1.2.3', ['10.0.0.0/8'], false],
  ['2001:db8::5', ['2001:db8::/32'], true],
  ['2001:db9::5', ['2001:db8::/32'], false],
  ['fe80::1%eth0', ['fe80::/10'], true],
  ['10.0.0.1', ['2000::/3'], false],
  ['10.0.0.1', [], false],
  [undefined, ['0.0.0.0/0'], false],
  ['nonsense', ['0.0.0.0/0'], false],
])('%s among %j: %s', (address, list, expected) => {
  expect(isAmong(address, list)).toBe(expected);
});
