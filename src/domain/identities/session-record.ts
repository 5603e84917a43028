import type {
  EndedBy,
  IdentityCheckedIn,
  IdentityCheckedOut,
  IdentityEvent,
  SessionExtended,
  SessionShortened,
} from './events';

/** One checkout, from checkout to checkin: what people are shown of it. */
export interface SessionRecord {
  readonly id: string;
  readonly identityId: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly reason: string;
  readonly hostId?: string;
  readonly breakGlass: boolean;
  readonly ownerBypass: boolean;
  readonly checkedOutAt: string;
  readonly expiresAt: string;
  readonly endedAt?: string;
  readonly endedBy?: EndedBy;
}

type SessionFact = IdentityCheckedOut | IdentityCheckedIn | SessionExtended | SessionShortened;

const begun = ({ data }: IdentityCheckedOut): SessionRecord => ({
  id: data.sessionId,
  identityId: data.identityId,
  identityGroupId: data.identityGroupId,
  organizationId: data.organizationId,
  userId: data.userId,
  userEmail: data.userEmail,
  reason: data.reason,
  ...(data.hostId === undefined ? {} : { hostId: data.hostId }),
  breakGlass: data.breakGlass,
  ownerBypass: data.ownerBypass,
  checkedOutAt: data.checkedOutAt,
  expiresAt: data.expiresAt,
});

const next = (record: SessionRecord | undefined, fact: SessionFact): SessionRecord | undefined => {
  if (fact.type === 'keyledger.identity-checked-out.v1') {
    return begun(fact);
  }
  if (record === undefined) {
    return undefined;
  }
  return fact.type === 'keyledger.identity-checked-in.v1'
    ? { ...record, endedAt: fact.data.endedAt, endedBy: fact.data.endedBy }
    : { ...record, expiresAt: fact.data.expiresAt };
};

const ofSession =
  (sessionId: string) =>
  (fact: IdentityEvent): fact is SessionFact =>
    'sessionId' in fact.data && fact.data.sessionId === sessionId;

/** A session from its facts, in the order they happened. */
export const sessionRecord = (sessionId: string, facts: readonly IdentityEvent[]): SessionRecord | undefined =>
  facts.filter(ofSession(sessionId)).reduce<SessionRecord | undefined>(next, undefined);

/** A session after some more facts, its own among them. */
export const recordAfter = (record: SessionRecord, facts: readonly IdentityEvent[]): SessionRecord =>
  facts.filter(ofSession(record.id)).reduce<SessionRecord>((before, fact) => next(before, fact) ?? before, record);
