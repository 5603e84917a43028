import { jwtOf, machineTokenOf, type BearerRequest } from './bearer-token';

const bearing = (authorization: string, more: readonly string[] = []): BearerRequest => ({
  headers: { authorization },
  raw: { rawHeaders: ['Authorization', authorization, ...more] },
});

const LONGEST = 16 * 1024;

test('a token of an issuer that puts much into it is read up to 16 KiB', () => {
  const token = 'a'.repeat(LONGEST);
  expect(jwtOf(bearing(`Bearer ${token}`))).toBe(token);
  for (const one of ['a', '=']) expect(jwtOf(bearing(`Bearer ${token}${one}`))).toBeNull();
  expect(jwtOf(bearing(`Bearer ${'a'.repeat(LONGEST - 1)}=`))).toHaveLength(LONGEST);
});

test('what was sent twice is none: somebody on the way may have judged the other', () => {
  expect(jwtOf(bearing('Bearer a.b.c', ['authorization', 'Bearer d.e.f']))).toBeNull();
});

test('a token of a machine is not taken for one of an issuer, nor the other way', () => {
  expect(jwtOf(bearing('Bearer klt_abc'))).toBeNull();
  expect(machineTokenOf(bearing('bearer klt_abc'))).toBe('klt_abc');
  expect(machineTokenOf(bearing('Bearer a.b.c'))).toBeUndefined();
});

test.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'Bearer a,b', 'a.b.c'])('%s holds no token', (header) => {
  expect(jwtOf(bearing(header))).toBeNull();
  expect(machineTokenOf(bearing(header))).toBeUndefined();
});
