import { entryOf } from '../entry-of';
import type { EventMetadata } from '../event-metadata';
import type { FactObserver } from './fact-reader';

type Data = Readonly<Record<string, unknown>>;

/**
 * Brings what an earlier release wrote under a wire name into the shape of the next release that wrote another: more in its
 * data, or a later version of its name. Says again what the fact said and nothing else; of a fact that is in that shape
 * already it returns the same.
 */
export type Upcaster = (
  data: Data,
  metadata: EventMetadata,
) => Pick<FactObserver, 'type'> & {
  readonly data: Data;
};

const DAMAGE_FOUND = 'keyledger.stream-damage-found.v1';

/** By wire name and version. An entry stays for ever: what it reads stands in somebody's log. */
export const UPCASTERS: Readonly<Record<string, Upcaster>> = {
  // At first it did not say when the damage was found: at the time it was written.
  [DAMAGE_FOUND]: (data, { time: foundAt }) => ({ type: DAMAGE_FOUND, data: { foundAt, ...data } }),
};

/**
 * A fact as this release would have written it. What can't be brought into shape comes back as it is stored: whether it can
 * be read is judged after this, by one rule for all.
 */
export const upcast = <T extends FactObserver>(stored: T, upcasters = UPCASTERS): T => {
  const step = entryOf(upcasters, stored.type);
  if (step === undefined) return stored;
  try {
    const { type, data } = step(stored.data as Data, stored.metadata as EventMetadata);
    const next = { ...stored, type, data };
    return type === stored.type ? next : upcast(next, upcasters);
  } catch {
    return stored;
  }
};
