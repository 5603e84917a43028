import { EARLIER } from './a-vault';
import { fact } from './ground-of';

/** Which identity, and where it lies. */
export interface IdentityPlace {
  readonly organizationId: string;
  readonly identityGroupId: string;
  readonly identityId: string;
}

/** The first fact of an identity with a password and without hosts, which one person at a time has. */
export const identityCreated = (place: IdentityPlace, more: object = {}) =>
  fact('identity-created', {
    ...place,
    name: place.identityId,
    username: 'root',
    credentialType: 'password',
    rotateAfterUse: false,
    hostIds: [],
    allowConcurrentCheckout: false,
    maxConcurrentSessions: 1,
    credentialVersion: 1,
    createdAt: EARLIER,
    ...more,
  });

/** Somebody has taken its first value out; from when and until when is the caller's to say. */
export const identityCheckedOut = (
  place: IdentityPlace,
  sessionId: string,
  userId: string,
  more: { readonly checkedOutAt: string; readonly expiresAt: string } & Readonly<Record<string, unknown>>,
) =>
  fact('identity-checked-out', {
    ...place,
    sessionId,
    userId,
    userEmail: `${userId}@x.org`,
    reason: 'logs',
    breakGlass: false,
    durationMinutes: 60,
    ownerBypass: false,
    version: 1,
    evidence: { ownerBypass: false },
    ...more,
  });
