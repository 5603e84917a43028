import type { Digest } from '../kernel/digest';
import { refuse, type Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import { directoryRecordOf } from './own-record';

/**
 * The active IDP user with somebody's e-mail. Both e-mails never change, and only one IDP user can have it: the first
 * match stays the match.
 */
export const idpUserOf = async (view: View, digest: Digest, email: string): Promise<string | undefined> => {
  const record = await directoryRecordOf(view, digest, email);
  return record?.state.status === 'active' ? record.idpUserId : undefined;
};

export const noMapping = (): Refusal =>
  refuse('NO_IDP_USER_MAPPING', 'No IDP user mapping. Create an IDP user with the same e-mail.');
