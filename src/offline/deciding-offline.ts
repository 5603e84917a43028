import type { OfflineDeciding } from '../adapters/offline/offline-deciding';
import { Decisions } from '../commands/deciding/decisions';
import { Refusals } from '../commands/deciding/refusals';
import type { Context } from '../kernel/context';

const DEADLINE_MS = 60_000;

/** Decides without a server around it; `name`: who is said to have decided. */
export const decidingOffline = (
  { eventStore, streamReader, clock, ids, random }: OfflineDeciding,
  name: string,
): { readonly deciding: Decisions; readonly context: Context } => ({
  deciding: new Decisions(eventStore, streamReader, clock, random, new Refusals(eventStore, clock, ids)),
  context: {
    actor: { kind: 'policy', name },
    correlationId: ids.next(),
    deadline: clock.now() + DEADLINE_MS,
    ids,
  },
});
