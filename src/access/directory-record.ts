import { idpUser } from '../domain/directory/state';
import { user } from '../domain/users/state';
import type { Digest } from '../kernel/digest';
import type { View } from '../kernel/stream-reader';
import { directoryRecordOf, type DirectoryRecord } from './record-of-email';

/** The record of the directory that a user is mapped to or a machine is linked to, be the user or the record switched off. */
export const recordOfUser = async (
  view: View,
  digest: Digest,
  userId: string,
): Promise<DirectoryRecord | undefined> => {
  const { kind, email, linkedTo } = (await view.load(user, userId)).state;
  if (kind === 'person') return email === '' ? undefined : directoryRecordOf(view, digest, email);
  return linkedTo === undefined
    ? undefined
    : directoryRecordOf(view, digest, (await view.load(idpUser, linkedTo)).state.email);
};
