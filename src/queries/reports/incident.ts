/** Why nobody approved: the vault asked for approval and it was bypassed, or the vault asks for none. */
export type WithoutApproval = 'approval-bypassed' | 'vault-asks-for-none';

/** What of an incident is not there, or not there yet. */
export type MissingPart = 'end' | 'rotation' | 'review' | 'notification' | 'delivery';

/** Somebody, or a channel, that was told of an incident; and when it arrived. */
export interface IncidentNotice {
  readonly via: 'inbox' | 'mail' | 'webhook';
  /** Whose inbox or mail. */
  readonly userId?: string;
  readonly userEmail?: string;
  readonly channelId?: string;
  readonly status: 'delivered' | 'pending' | 'abandoned';
  /** When it was delivered. */
  readonly time?: string;
}

/** A session that was open when the glass was broken, and its end. */
export interface Overlap {
  readonly sessionId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly endedAt?: string;
  readonly endedBy?: string;
}

/** One break-glass with everything that has to follow it, as the report shows it. */
export interface Incident {
  readonly sessionId: string;
  readonly identityId: string;
  readonly identityName?: string;
  readonly identityGroupId: string;
  readonly identityGroupName?: string;
  readonly organizationId: string;
  readonly organizationName?: string;
  readonly userId: string;
  readonly userEmail: string;
  /** The justification. */
  readonly reason: string;
  readonly withoutApproval?: WithoutApproval;
  readonly ip?: string;
  readonly userAgent?: string;
  readonly checkedOutAt: string;
  /** When it ends by itself. */
  readonly expiresAt: string;
  /** From checkout to `expiresAt`. */
  readonly durationMinutes?: number;
  readonly endedAt?: string;
  readonly endedBy?: string;
  /** From checkout to its end, in whole seconds. */
  readonly heldSeconds?: number;
  readonly overlapped: readonly Overlap[];
  readonly notified: readonly IncidentNotice[];
  /** When a value came into force that the user was not shown. */
  readonly rotatedAt?: string;
  readonly review: {
    readonly status: string;
    readonly userEmail?: string;
    readonly note?: string;
    readonly time?: string;
  };
  /** How often somebody was reminded of the review. */
  readonly reminders: number;
  /** Empty: it is complete. */
  readonly missing: readonly MissingPart[];
}

/** What is missing of an incident: one with anything missing is an exception. */
export const missingOf = (incident: Omit<Incident, 'missing'>): readonly MissingPart[] => {
  const { endedAt, rotatedAt, review, notified, userId } = incident;
  const isOther = (told: IncidentNotice): boolean => told.via === 'inbox' && told.userId !== userId;
  const missing: Readonly<Record<MissingPart, boolean>> = {
    end: endedAt === undefined,
    rotation: rotatedAt === undefined,
    review: review.status !== 'closed',
    // To be told of one's own act is no control: somebody else has to be.
    notification: !notified.some(isOther),
    delivery: notified.some(({ status }) => status !== 'delivered'),
  };
  return (Object.keys(missing) as MissingPart[]).filter((part) => missing[part]);
};
