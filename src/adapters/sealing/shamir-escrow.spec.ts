import { randomBytes } from 'node:crypto';
import { combine } from 'shamir-secret-sharing';
import { SharesRefused } from '../../kernel/escrow';
import { systemRandom } from '../outside/system-random';
import { shamirEscrow } from './shamir-escrow';

const escrow = shamirEscrow(systemRandom);
const rootKey = randomBytes(32);
const split = (key: Uint8Array = rootKey, threshold = 3, shares = 5) => escrow.split(key, { threshold, shares });
const pick = (lines: readonly string[], ...which: readonly number[]) => which.map((index) => lines[index] ?? '');

/** Multiplication in GF(2^8) with the polynomial of AES, by shifting: nothing of what is tested is used. */
const times = (a: number, b: number): number => {
  let [left, right, product] = [a, b, 0];
  for (; right > 0; right >>= 1) {
    if ((right & 1) === 1) product ^= left;
    left = (left << 1) ^ ((left & 0x80) === 0 ? 0 : 0x11b);
  }
  return product;
};
const inverse = (a: number): number => {
  for (let b = 1; b < 256; b += 1) if (times(a, b) === 1) return b;
  throw new Error('zero has none');
};
/** Lagrange's interpolation at zero: x is the last byte of a share. */
const interpolated = (shares: readonly Uint8Array[]): Buffer => {
  const points = shares.map((share) => ({ x: share.at(-1) ?? 0, y: share.subarray(0, -1) }));
  return Buffer.from(
    (points[0]?.y ?? new Uint8Array()).map((_, at) =>
      points.reduce((sum, { x, y }) => {
        const others = points.filter((other) => other.x !== x);
        const basis = others.reduce((found, other) => times(found, times(other.x, inverse(other.x ^ x))), 1);
        return sum ^ times(y[at] ?? 0, basis);
      }, 0),
    ),
  );
};
const bytesOf = (line: string): Uint8Array => Buffer.from(line.split('.')[6] ?? '', 'base64url');

test('shares are those of the scheme: an interpolation of its own gives the key back', async () => {
  const lines = await split();
  for (const which of [
    [0, 1, 2],
    [4, 2, 0],
    [1, 3, 4],
  ]) {
    expect(interpolated(pick(lines, ...which).map(bytesOf))).toEqual(rootKey);
  }
});

test('a vector that was worked out by hand is put together', async () => {
  // f(x) = 0x42 + 0x17 x over GF(2^8), at x = 1, 2, 3; the library keeps x last.
  const at = (x: number) => Uint8Array.of(0x42 ^ times(0x17, x), x);
  expect([...(await combine([at(1), at(2)]))]).toEqual([0x42]);
  expect([...(await combine([at(3), at(1)]))]).toEqual([0x42]);
  expect([...at(2)]).toEqual([0x6c, 2]);
});

test.each([
  [2, 2],
  [2, 3],
  [3, 5],
  [5, 9],
])('any %i of %i give it back, and one fewer is refused', async (threshold, shares) => {
  const lines = await split(rootKey, threshold, shares);
  expect(lines).toHaveLength(shares);
  for (let from = 0; from + threshold <= shares; from += 1) {
    const enough = lines.slice(from, from + threshold).toReversed();
    expect(Buffer.from((await escrow.combine(enough)).rootKey)).toEqual(rootKey);
    await expect(escrow.combine(enough.slice(1))).rejects.toThrow(`${threshold} shares of set`);
  }
  expect(Buffer.from((await escrow.combine(lines)).rootKey)).toEqual(rootKey);
});

test('a share says what it is, and nothing of the key', async () => {
  const lines = await split();
  const labels = lines.map((line) => escrow.label(line, 'it'));
  expect(labels.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  expect(new Set(labels.map(({ set }) => set)).size).toBe(1);
  expect(labels[0]).toMatchObject({ threshold: 3, shares: 5 });
  for (const line of lines) {
    expect(line).not.toContain(rootKey.toString('base64url'));
    expect(line).not.toContain(rootKey.toString('base64url').slice(0, 12));
  }
});

test('a share that was altered, cut, of another set or key, or given twice is told by place, without its words', async () => {
  const [lines, again, others] = [await split(), await split(), await split(randomBytes(32))];
  const [one = '', two = ''] = lines;
  const typo = one.replace(/.(?=\.[^.]*$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[two, typo], /^Share 2 of those given was mistyped or damaged/],
    [[one.slice(0, -1), two], /^Share 1 of those given is no share/],
    [['nonsense', two], /^Share 1 of those given is no share/],
    [[one, two, again[2] ?? ''], /^Share 3 of set .* is of another splitting of the same root key/],
    [[one, two, others[2] ?? ''], /^Share 3 of set .* is of another root key/],
    [[one, two, two], /^Share 2 of set .* was given twice/],
    [[one, two], /^3 shares of set .* are needed; there are 2/],
    [[], /There is no share/],
  ];
  for (const [given, line] of cases) {
    const error = await escrow.combine(given).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SharesRefused);
    expect((error as Error).message).toMatch(line);
    for (const share of given.filter((each) => each !== '')) {
      expect((error as Error).message).not.toContain(share.slice(-60));
    }
  }
});

test('what can not be split is refused', async () => {
  for (const [threshold, shares] of [
    [1, 3],
    [4, 3],
    [2, 256],
    [2.5, 3],
  ] as const) {
    await expect(split(rootKey, threshold, shares)).rejects.toThrow(RangeError);
  }
  await expect(split(randomBytes(31))).rejects.toThrow(RangeError);
});
