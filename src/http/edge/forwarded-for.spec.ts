import { clientAddress } from './forwarded-for';

const behind = clientAddress(['10.0.0.0/8', '192.168.1.1', '::1', 'fd00::/8', '::ffff:172.16.0.1']);

test.each<[string, string, string | undefined, string]>([
  ['nothing reported', '10.0.0.1', undefined, '10.0.0.1'],
  ['an address', '10.0.0.1', '9.9.9.9', '9.9.9.9'],
  ['with a port', '10.0.0.1', '1.2.3.4:80', '1.2.3.4'],
  ['in brackets', '10.0.0.1', '[2001:db8::1]', '2001:db8::1'],
  ['in brackets with a port', '10.0.0.1', '[2001:db8::1]:1234', '2001:db8::1'],
  ['loopback in brackets', '10.0.0.1', '[::2]:1234', '::2'],
  ['in quotes', '10.0.0.1', '"[2001:db8::1]:1234"', '2001:db8::1'],
  ['IPv6 without brackets', '10.0.0.1', '2001:db8::1', '2001:db8::1'],
  ['IPv4 as IPv6', '10.0.0.1', '::ffff:9.9.9.9', '9.9.9.9'],
  ['IPv4 as IPv6 with a port', '10.0.0.1', '[::ffff:9.9.9.9]:80', '9.9.9.9'],
  ['IPv4 as IPv6 in hexadecimal', '10.0.0.1', '::ffff:909:909', '9.9.9.9'],
  ['IPv6 in another spelling', '10.0.0.1', '[2001:DB8:0:0:0:0:0:0001]:80', '2001:db8::1'],
  ['a peer that is IPv4 as IPv6', '::ffff:10.0.0.1', '9.9.9.9', '9.9.9.9'],
  ['a proxy named as IPv4 in IPv6', '172.16.0.1', '9.9.9.9', '9.9.9.9'],
  ['several proxies, with ports', '10.0.0.1', '9.9.9.9:5, 10.2.3.4:99, [fd00::1]:7', '9.9.9.9'],
  ['what the client wrote before', '10.0.0.1', '8.8.8.8, 9.9.9.9, 10.2.3.4', '9.9.9.9'],
  ['nobody but proxies', '10.0.0.1', '10.0.0.9, 10.0.0.8', '10.0.0.9'],
  ['blanks', '10.0.0.1', ' 9.9.9.9 ,\t10.2.3.4 ', '9.9.9.9'],
  ['garbage', '10.0.0.1', '<script>', '10.0.0.1'],
  ['unknown', '10.0.0.1', '9.9.9.9, unknown', '10.0.0.1'],
  ['garbage behind a proxy', '10.0.0.1', 'x, 10.0.0.7', '10.0.0.7'],
  ['an empty element', '10.0.0.1', '9.9.9.9,', '10.0.0.1'],
  ['a port that is none', '10.0.0.1', '9.9.9.9:123456', '10.0.0.1'],
  ['half a bracket', '10.0.0.1', '[::1', '10.0.0.1'],
  ['a host name', '10.0.0.1', 'evil.example', '10.0.0.1'],
  ['a scope', '10.0.0.1', 'fe80::1%eth0', 'fe80::1%eth0'],
  ['a peer nobody trusts', '9.9.9.9', '8.8.8.8', '9.9.9.9'],
])('%s: from %s with %s it is %s', (_, peer, forwarded, address) => {
  expect(behind(peer, forwarded)).toBe(address);
});

test('without trusted proxies nothing is believed', () => {
  expect(clientAddress([])('127.0.0.1', '9.9.9.9')).toBe('127.0.0.1');
  expect(clientAddress([])(undefined, '9.9.9.9')).toBeUndefined();
});

test('a long list costs no more than its length', () => {
  const startedAt = performance.now();
  expect(behind('10.0.0.1', '10.0.0.1,'.repeat(1_600) + '10.0.0.2')).toBe('10.0.0.1');
  expect(performance.now() - startedAt).toBeLessThan(500);
});
