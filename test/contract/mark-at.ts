import type { Mark } from '../../src/kernel/subscription/mark';
import { at } from './things';

/** A mark that rests on a fact of that name. */
export const markAt = (n: number, eventId: string): Mark => ({
  position: at(n),
  fact: { position: at(n), eventId, stream: 's-1', revision: n, passed: n },
  ladder: [{ position: at(0), eventId: 'older', stream: 's-2', revision: 0, passed: 0 }],
});
