import type { StreamDamageSettled } from '../domain/damage/events';
import { ourStream } from '../kernel/facts/our-streams';

/**
 * Of which stream of this category somebody settled that facts are lost, by its id: what stood there is over, as it is to those who
 * decide. Undefined: it is another kind of stream, or nothing is lost. `''`: there is one such stream.
 */
export const lostStream = ({ stream, lostUpTo }: StreamDamageSettled['data'], category: string): string | undefined => {
  const found = ourStream(stream);
  return lostUpTo === undefined || found?.category !== category ? undefined : (found.id ?? '');
};
