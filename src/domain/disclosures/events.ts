import type { DomainEvent } from '../../kernel/event';
import type { Evidence } from '../identities/events';

interface Place {
  readonly organizationId: string;
  readonly identityGroupId: string;
  readonly identityId: string;
}

/** Stream `reveal-<identityId>`: somebody was about to be shown a value without a checkout, and what allowed it. */
export type IdentityRevealed = DomainEvent<
  'keyledger.identity-revealed.v1',
  Place & { version: number; alternatives?: readonly number[]; ownerBypass: boolean; evidence: Evidence }
>;
/** The value of an open checkout was about to be shown again: the request came a second time with its idempotency key. */
export type CredentialRedisclosed = DomainEvent<
  'keyledger.credential-redisclosed.v1',
  Place & { sessionId: string; version: number }
>;
