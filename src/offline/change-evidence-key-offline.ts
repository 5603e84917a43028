import type { OfflineKeys } from '../adapters/offline/offline-keys';
import { decidingOffline } from './deciding-offline';
import { changeEvidenceKey } from '../domain/evidence/decide';
import { evidence } from '../domain/evidence/state';
import type { ToldKey } from '../kernel/own-keys';
import { RefusedError } from '../kernel/refused-error';
import { timestamp } from '../kernel/time';

/** A changed key; of one that signs checkpoints also the word that verifies it. */
export type ChangedKey = ToldKey & { readonly vkey?: string };

const AT_ONCE =
  'A stolen evidence key must sign nothing more, not even which key follows it: put another one into its file, start the server, and have an owner begin a new log of evidence.';

/**
 * Has the log name the key that signs checkpoints from now on. A key in a file is made beside it and takes its place once the
 * server has signed with the former one that it does; ended anywhere, it may be run again.
 */
export const changeEvidenceKeyOffline = async (
  { evidenceKey, deciding: parts }: OfflineKeys,
  { reason, atOnce }: { readonly reason: string; readonly atOnce: boolean },
): Promise<ChangedKey> => {
  if (atOnce) throw new Error(AT_ONCE);
  const { file } = evidenceKey;
  const wasMade = evidenceKey.hasNext();
  if (file !== undefined) evidenceKey.makeNext();
  const key = await evidenceKey.open();
  const { deciding, context } = decidingOffline(parts, 'change-key');
  try {
    const { state, events, now } = await deciding.decide(context, { fold: evidence }, async ({ target, now: at }) => {
      const { log, origin = key.origin } = target.state;
      const last = await evidenceKey.newest(log);
      const chain = {
        origin,
        vkeys: key.vkeys(origin),
        reason,
        ...(last === undefined ? {} : { signedBy: last.vkey }),
      };
      return changeEvidenceKey(target.state, chain, at);
    });
    if (events.length === 0 && file !== undefined && wasMade) {
      throw new Error(
        `The key was changed already, and the former one has not signed yet that it was: start the server first.`,
      );
    }
    return {
      name: 'evidence-signing',
      version: state.keyChanges.length + 1,
      madeAt: timestamp(Date.parse(now)),
      vkey: key.vkeys(state.origin ?? key.origin).at(-1) as string,
    };
  } catch (error) {
    throw error instanceof RefusedError ? new Error(error.refusal.detail) : error;
  }
};
