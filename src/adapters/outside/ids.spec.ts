import { deterministicId, derivedIds } from './derived-ids';
import { sha256Digest } from './sha256-digest';
import { systemRandom } from './system-random';
import { uuidV7Ids } from './uuid-v7-ids';

const UUID = (version: number) => new RegExp(`^[0-9a-f]{12}${version}[0-9a-f]{3}[89ab][0-9a-f]{15}$`);

test('version 7 ids carry the time in front and never repeat', () => {
  let now = Date.parse('2026-01-02T03:04:05.678Z');
  const ids = uuidV7Ids({ now: () => now });
  const first = ids.next();
  expect(first).toMatch(UUID(7));
  expect(parseInt(first.slice(0, 12), 16)).toBe(now);
  now += 1;
  expect(ids.next() > first).toBe(true);
  expect(new Set(Array.from({ length: 10_000 }, () => ids.next())).size).toBe(10_000);
});

test('derived ids are the same for the same seed, and only for it', () => {
  const [a, b, other] = [derivedIds.from('seed'), derivedIds.from('seed'), derivedIds.from('seed2')];
  const made = Array.from({ length: 100 }, () => a.next());
  expect(Array.from({ length: 100 }, () => b.next())).toEqual(made);
  expect(new Set(made).size).toBe(100);
  expect(made).not.toContain(other.next());
  expect(made[0]).toMatch(UUID(8));
});

test('parts do not run together', () => {
  expect(deterministicId('ab', 'c')).not.toBe(deterministicId('a', 'bc'));
  expect(sha256Digest.of('ab', 'c')).not.toBe(sha256Digest.of('a', 'bc'));
  expect(sha256Digest.of('a')).toMatch(/^[0-9a-f]{32}$/);
});

test('what was derived once is derived for ever', () => {
  expect(deterministicId('policy', 'event', 0)).toMatchInlineSnapshot(`"141ac9237fb38788b4f94b024a15d690"`);
  expect(sha256Digest.of('host', 'linux-password', 'root')).toMatchInlineSnapshot(`"61e1e701dd6e78a10b019b3b7b22537c"`);
});

test('draws lie below the bound and reach all of it', () => {
  expect(new Set(Array.from({ length: 200 }, () => systemRandom.below(3)))).toEqual(new Set([0, 1, 2]));
  expect(systemRandom.bytes(12)).toHaveLength(12);
});
