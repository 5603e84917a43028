import type { Digest } from '../kernel/digest';
import { judgedStep, type Tell } from '../kernel/judged-step';
import { refuse, type Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import { directoryEmail, type CallerPermissions } from './caller-permissions';
import { mappingGrounds } from './grounds';
import { directoryRecordOf } from './record-of-email';

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

/** The id of the active IDP user that somebody is mapped to. */
export const requireIdpUser = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions,
  tell?: Tell,
): Promise<string | Refusal> => {
  const email = directoryEmail(rights);
  const record = await directoryRecordOf(view, digest, email);
  const { userId, machine } = rights;
  const isActive = record?.state.status === 'active';
  const refusal = judgedStep(tell, isActive ? undefined : noMapping(), () => ({
    step: 'idp-user',
    passed: 'Is mapped to an active IDP user.',
    failed:
      record !== undefined
        ? 'The IDP user is switched off.'
        : machine === true
          ? 'The machine is linked to no IDP user.'
          : 'The directory has no IDP user with this e-mail.',
    on: mappingGrounds(digest, { userId, email, ...(machine && { machine }) }, record?.idpUserId),
  }));
  return refusal ?? (record?.idpUserId as string);
};
