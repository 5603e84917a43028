import type { OfflineKeys } from '../adapters/offline/offline-keys';
import { changeEvidenceKeyOffline, type ChangedKey } from './change-evidence-key-offline';
import { decidingOffline } from './deciding-offline';
import { decideKeyChanges } from '../domain/accounts/key-changes';
import { account } from '../domain/accounts/state';
import type { OwnKeyName } from '../kernel/own-keys';

export interface KeyChangeAsked {
  readonly name: OwnKeyName;
  readonly reason: string;
  readonly atOnce: boolean;
}

/**
 * Puts a fresh key in the place of one of the server's own, and has the log tell it. Ended between the two, the next start
 * tells it, without the reason.
 */
export const changeKey = async (keys: OfflineKeys, { name, reason, atOnce }: KeyChangeAsked): Promise<ChangedKey> => {
  const isEvidence = name === 'evidence-signing';
  if (isEvidence && keys.evidenceKey.file !== undefined) {
    return changeEvidenceKeyOffline(keys, { reason, atOnce });
  }
  const changed = await keys.change(name, { atOnce });
  const { deciding, context } = decidingOffline(keys.deciding, 'change-key');
  await deciding.decide(context, { fold: account }, async ({ target, now }) =>
    decideKeyChanges(target.state, [{ name, version: changed.version }], {
      changedAt: now,
      reason,
      ...(atOnce ? { formerEnded: true } : {}),
    }),
  );
  // Nobody holds the former one any more: nothing it could sign would lead to the new one.
  if (!isEvidence || atOnce) return changed;
  return { ...changed, ...(await changeEvidenceKeyOffline(keys, { reason, atOnce })) };
};
