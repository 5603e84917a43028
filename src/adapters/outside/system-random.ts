import { randomBytes, randomInt } from 'node:crypto';
import type { Random } from '../../kernel/random';

/** The operating system's generator; `randomInt` draws without bias. */
export const systemRandom: Random = {
  below: (below) => randomInt(below),
  bytes: (length) => randomBytes(length),
};
