import type { Random } from '../../kernel/random';

/** More misses in a row than this happen once in 2^128: the source repeats itself. */
const MOST_MISSES = 128;

/** A uniform number in [0, below), from random bits; those at or past `below` are thrown away, as a remainder would favour small ones. */
export const belowBig = (below: bigint, random: Random): bigint => {
  if (below <= 0n) throw new RangeError('there is nothing to draw from');
  const bits = below === 1n ? 0 : (below - 1n).toString(2).length;
  const length = Math.ceil(bits / 8);
  for (let miss = 0; miss < MOST_MISSES; miss++) {
    let drawn = 0n;
    for (const byte of random.bytes(length)) drawn = (drawn << 8n) | BigInt(byte);
    drawn >>= BigInt(length * 8 - bits);
    if (drawn < below) return drawn;
  }
  throw new Error('the random source repeats itself');
};
