import type { DomainEvent } from '../../kernel/event';
import type { IdentitySubject } from '../identity-subject';

/** Whose exposure it is: a person's or a machine caller's (`user-<id>`), or a host's (`host-<id>`). */
interface OfSubject {
  readonly subject: string;
  readonly userId?: string;
  readonly hostId?: string;
}

/** An identity of which values were shown that were in force. */
export interface ExposedIdentity extends IdentitySubject {
  /** The versions that were shown. */
  readonly versions: readonly number[];
}

/**
 * Somebody wants every value changed that a person, or a host, was shown and that is still in force, for this reason: of an
 * organization, these. `campaignId` is the same in all facts of one such wish.
 */
export type ExposureRotationRequested = DomainEvent<
  'keyledger.exposure-rotation-requested.v1',
  OfSubject & {
    organizationId?: string;
    campaignId: string;
    reason: string;
    items: readonly { identityId: string; identityGroupId: string; versions: readonly number[] }[];
    requestedAt: string;
  }
>;

/**
 * What came of it at one identity: a rotation was requested, is owed to the end of the open sessions, or was under way already;
 * the value was in force no longer; or it was refused, and why.
 */
export type ExposedIdentitySettled = DomainEvent<
  'keyledger.exposed-identity-settled.v1',
  OfSubject &
    IdentitySubject & {
      campaignId: string;
      outcome: ExposureOutcome;
      code?: string;
      detail?: string;
    }
>;
export type ExposureOutcome = 'requested' | 'owed' | 'under_way' | 'not_in_force' | 'refused';

export type ExposureEvent = ExposureRotationRequested | ExposedIdentitySettled;
