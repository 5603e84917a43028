import type { PrincipalType } from '../domain/access-grants/events';
import { idpEmail, idpGroup, idpUser, type IdpUserState } from '../domain/directory/state';
import type { Digest } from '../kernel/digest';
import { emailKeys } from '../kernel/email-keys';
import { isSameEmail } from '../kernel/fold-email';
import type { Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import { selfGrant } from './no-way-up';
import { directoryEmail, type CallerPermissions } from './caller-permissions';

/** A record of the directory, as it stands. */
export interface DirectoryRecord {
  readonly idpUserId: string;
  readonly state: IdpUserState;
}

/** Whether a directory record is somebody's: it says their e-mail, whatever has become of it. Neither e-mail ever changes. */
export const isOwnRecord = (
  standing: Pick<CallerPermissions, 'email' | 'machine' | 'linkedEmail'>,
  record: Pick<IdpUserState, 'email'>,
): boolean => isSameEmail(directoryEmail(standing), record.email);

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
      if ((state.status === 'active' || state.status === 'inactive') && isOwnRecord({ email }, state)) {
        return { idpUserId, state };
      }
    }
  }
  return undefined;
};

/**
 * Is the principal of a grant this very person, or a group the person is in? A record that is switched off counts as well: it may
 * be switched on again, and would find the grant.
 */
export const isOwnPrincipal = async (
  view: View,
  digest: Digest,
  standing: CallerPermissions,
  { principalType, principalId }: { readonly principalType: PrincipalType; readonly principalId: string },
): Promise<boolean> => {
  if (principalType === 'user') {
    return isOwnRecord(standing, (await view.load(idpUser, principalId)).state);
  }
  const record = await directoryRecordOf(view, digest, directoryEmail(standing));
  return record !== undefined && (await view.load(idpGroup, principalId)).state.members.has(record.idpUserId);
};

/** Nobody but an owner does anything to their own record: what one may give to others must not come back. */
export const refuseOwnRecord = (
  standing: CallerPermissions | undefined,
  record: Pick<IdpUserState, 'email'>,
  what: string,
): Refusal | undefined =>
  standing !== undefined && !standing.owner && isOwnRecord(standing, record) ? selfGrant(what) : undefined;
