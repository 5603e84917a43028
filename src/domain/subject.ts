/** What a fact is about: the ids the audit trail is searched by. Each fact carries those it knows. */
export interface Subject {
  readonly organizationId?: string;
  readonly identityGroupId?: string;
  readonly identityId?: string;
  readonly sessionId?: string;
  readonly hostId?: string;
}
