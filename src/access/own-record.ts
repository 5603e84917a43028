import type { PrincipalType } from '../domain/access-grants/events';
import { account } from '../domain/accounts/state';
import { idpGroup, idpUser, type IdpUserState } from '../domain/directory/state';
import { entryOf } from '../kernel/entry-of';
import type { Digest } from '../kernel/digest';
import { isSameEmail } from '../kernel/fold-email';
import type { Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import { selfGrant } from './no-way-up';
import { directoryEmail, type CallerPermissions } from './caller-permissions';
import { directoryRecordOf } from './record-of-email';

/** Whether a directory record is somebody's: it says their e-mail, whatever has become of it. Neither e-mail ever changes. */
export const isOwnRecord = (
  rights: Pick<CallerPermissions, 'email' | 'machine' | 'linkedEmail'>,
  record: Pick<IdpUserState, 'email'>,
): boolean => isSameEmail(directoryEmail(rights), record.email);

/**
 * Is the principal of a grant this very person, or a group the person is in? A record that is switched off counts as well: it may
 * be switched on again, and would find the grant. So does every group that tokens name.
 */
export const isOwnPrincipal = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions,
  { principalType, principalId }: { readonly principalType: PrincipalType; readonly principalId: string },
): Promise<boolean> => {
  if (principalType === 'user') {
    return isOwnRecord(rights, (await view.load(idpUser, principalId)).state);
  }
  // Who is in a group that tokens name, only tokens say, and one that does not may be brought as well.
  const { namedByTokens } = (await view.load(account)).state;
  if (entryOf(namedByTokens, principalId) !== undefined) return true;
  const record = await directoryRecordOf(view, digest, directoryEmail(rights));
  return record !== undefined && (await view.load(idpGroup, principalId)).state.members.has(record.idpUserId);
};

/** Nobody but an owner does anything to their own record: what one may give to others must not come back. */
export const refuseOwnRecord = (
  rights: CallerPermissions | undefined,
  record: Pick<IdpUserState, 'email'>,
  what: string,
): Refusal | undefined =>
  rights !== undefined && !rights.owner && isOwnRecord(rights, record) ? selfGrant(what) : undefined;
