import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '../../../kernel/event-store';
import type { LogSeal } from '../../../kernel/facts/log-seal';
import { StoreUnavailable } from '../../../kernel/store-errors';
import { readSeals } from './read-seals';

/** A server that starts beside us seals a log within seconds, unless it is a long one. */
const TIMEOUT_MS = 20_000;
const LOOK_EVERY_MS = 200;

/** The seal that a server makes at its first start, for whoever only reads. Throws `StoreUnavailable` while there is none. */
export const sealMade = async (store: Pick<EventStore, 'scanStream'>): Promise<LogSeal> => {
  const until = Date.now() + TIMEOUT_MS;
  for (;;) {
    const seal = (await readSeals(store)).seals.at(-1);
    if (seal !== undefined) return seal;
    if (Date.now() >= until) {
      throw new StoreUnavailable(
        'The log is not sealed by this root key yet; start a server on it first, with the same KEYLEDGER_ROOT_KEY or KEYLEDGER_ROOT_KEY_FILE.',
      );
    }
    await pause(LOOK_EVERY_MS);
  }
};
