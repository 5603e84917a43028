import type { OfflineDeciding } from '../adapters/offline/offline-deciding';
import { Decisions } from '../commands/deciding/decisions';
import { Refusals } from '../commands/deciding/refusals';
import { OwnerRecovery, type NamedOwner, type RecoveredOwner } from '../commands/users/owner-recovery';
import { Registration } from '../commands/users/registration';
import { RefusedError } from '../kernel/refused-error';

export interface RecoveryAsked {
  readonly owner: NamedOwner;
  readonly reason: string;
}

const DEADLINE_MS = 60_000;

/**
 * Makes somebody an owner who can sign in, without a server: by the same decisions, on a log that no server works on. Throws
 * an error that says in its message what stands in the way.
 */
export const recoverOwner = async (
  { eventStore, streamReader, clock, ids, random, digest }: Omit<OfflineDeciding, 'close'>,
  { owner, reason }: RecoveryAsked,
): Promise<RecoveredOwner> => {
  const deciding = new Decisions(eventStore, streamReader, clock, random, new Refusals(eventStore, clock, ids));
  const registration = new Registration(deciding, digest, streamReader);
  const recovery = new OwnerRecovery(deciding, registration, streamReader, digest);
  const context = {
    actor: { kind: 'policy', name: 'recover-owner' },
    correlationId: ids.next(),
    deadline: clock.now() + DEADLINE_MS,
    ids,
  } as const;
  try {
    return await recovery.recover(context, owner, reason);
  } catch (error) {
    throw error instanceof RefusedError ? new Error(error.refusal.detail, { cause: error }) : error;
  }
};
