import type { OfflineKeys } from './adapters/offline/offline-keys';
import { Decisions } from './commands/deciding/decisions';
import { Refusals } from './commands/deciding/refusals';
import { decideKeyChanges } from './domain/accounts/key-changes';
import { account } from './domain/accounts/state';
import type { OwnKeyName, ToldKey } from './kernel/own-keys';

export interface KeyChangeAsked {
  readonly name: OwnKeyName;
  readonly reason: string;
  readonly atOnce: boolean;
}

const DEADLINE_MS = 60_000;

/**
 * Puts a fresh key in the place of one of the server's own, and has the log tell it. Ended between the two, the next start
 * tells it, without the reason.
 */
export const changeKey = async (keys: OfflineKeys, { name, reason, atOnce }: KeyChangeAsked): Promise<ToldKey> => {
  const { eventStore, streamReader, clock, ids, random } = keys.deciding;
  const changed = await keys.change(name, { atOnce });
  const deciding = new Decisions(eventStore, streamReader, clock, random, new Refusals(eventStore, clock, ids));
  const context = {
    actor: { kind: 'policy', name: 'change-key' },
    correlationId: ids.next(),
    deadline: clock.now() + DEADLINE_MS,
    ids,
  } as const;
  await deciding.decide(context, { fold: account }, async ({ target, now }) =>
    decideKeyChanges(target.state, [{ name, version: changed.version }], {
      changedAt: now,
      reason,
      ...(atOnce ? { formerEnded: true } : {}),
    }),
  );
  return changed;
};
