import { idpEmail, idpUser, type IdpUserState } from '../domain/directory/state';
import { emailKeys } from '../kernel/email-keys';
import { isSameEmail } from '../kernel/fold-email';
import type { Digest } from '../kernel/digest';
import type { View } from '../kernel/stream-reader';

/** A record of the directory, as it stands. */
export interface DirectoryRecord {
  readonly idpUserId: string;
  readonly state: IdpUserState;
}

/** The record with an e-mail, active or switched off; one that is deleted has given it up. */
export const directoryRecordOf = async (
  view: View,
  digest: Digest,
  email: string,
): Promise<DirectoryRecord | undefined> => {
  for (const key of emailKeys(digest, email)) {
    const { idpUserId } = (await view.load(idpEmail, key)).state;
    if (idpUserId !== undefined) {
      const { state } = await view.load(idpUser, idpUserId);
      if ((state.status === 'active' || state.status === 'inactive') && isSameEmail(email, state.email)) {
        return { idpUserId, state };
      }
    }
  }
  return undefined;
};
