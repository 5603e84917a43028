import type { DomainEvent } from '../../kernel/event';
import type { Evidence } from '../identities/events';
import type { ShownAs } from '../values/events';

interface Place {
  readonly organizationId: string;
  readonly identityGroupId: string;
  readonly identityId: string;
}

/** Stream `reveal-<identityId>`: somebody was about to be shown a value without a checkout, and what allowed it. */
export type IdentityRevealed = DomainEvent<
  'keyledger.identity-revealed.v1',
  Place & {
    version: number;
    alternatives?: readonly number[];
    ownerBypass: boolean;
    evidence: Evidence;
    reason?: string;
    /** The session during which it was shown, where that is what allowed it. */
    sessionId?: string;
    breakGlass?: boolean;
    /** The approved request that allowed it. */
    accessRequestId?: string;
  } & ShownAs
>;
/** The value of an open checkout was about to be shown again: the request came a second time with its idempotency key. */
export type CredentialRedisclosed = DomainEvent<
  'keyledger.credential-redisclosed.v1',
  Place & { sessionId: string; version: number; alternatives?: readonly number[] } & ShownAs
>;
/**
 * What a fact of the same stream said somebody was about to be shown was not shown after all, and why: a checkout came
 * between, or the value did not open. That fact is no disclosure. `evidence`: of that fact, where it rested on an access.
 */
export type DisclosureWithheld = DomainEvent<
  'keyledger.disclosure-withheld.v1',
  Place & {
    sessionId?: string;
    disclosureId: string;
    disclosurePosition: string;
    code: string;
    detail: string;
    evidence?: Evidence;
  }
>;
