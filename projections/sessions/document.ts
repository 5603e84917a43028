import type { ModelSchema } from '../../src/kernel/read-model';

export interface SessionBasis {
  readonly grantId?: string;
  /** The IDP group through which the grant reached the user. */
  readonly groupId?: string;
  readonly idpUserId?: string;
  /** Of the vendor's support: the time for which it was let in. */
  readonly supportWindowId?: string;
}

/** One checkout. Past `expiresAt` it is over, whether or not its end was recorded yet. */
export interface SessionDocument {
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
  readonly endedBy?: string;
  /** Its value was never shown, and why: a code. */
  readonly withheld?: string;
  /** What its end will be told as, where it is not its own time that runs out. */
  readonly endsAs?: string;
  /** Sessions that were open when the glass was broken. */
  readonly overlapped?: readonly { readonly sessionId: string; readonly userId: string; readonly userEmail: string }[];
  /** The session that was handed over to its holder, and who had it. */
  readonly transferredFrom?: { readonly sessionId: string; readonly userId: string; readonly userEmail: string };
  /** The session with which whom it was handed over to goes on. */
  readonly transferredTo?: string;
  /** Of a break-glass session: whether somebody else has looked at it, who, and what was found. */
  readonly review?: {
    readonly status: 'open' | 'closed';
    readonly userId?: string;
    readonly userEmail?: string;
    readonly note?: string;
    readonly time?: string;
  };
  /** Of the review, to be filtered by. */
  readonly reviewed?: 'open' | 'closed';
  /** Its end was not recorded yet. */
  readonly open?: true;
  /** While it is open, what it rests on: to find those that a loss may end. */
  readonly restsOn?: SessionBasis;
  readonly revision: number;
}

export const SESSIONS: ModelSchema = {
  name: 'sessions',
  version: 8,
  fields: {
    organizationId: 'text',
    identityGroupId: 'text',
    identityId: 'text',
    userId: 'text',
    checkedOutAt: 'time',
    expiresAt: 'time',
    open: 'boolean',
    breakGlass: 'boolean',
    reviewed: 'text',
  },
  sparse: ['open', 'reviewed'],
  indexes: [
    ['checkedOutAt'],
    ['organizationId', 'checkedOutAt'],
    ['identityId', 'checkedOutAt'],
    ['userId', 'checkedOutAt'],
    ['open', 'checkedOutAt'],
    ['open', 'expiresAt'],
    ['breakGlass', 'checkedOutAt'],
    ['reviewed', 'checkedOutAt'],
  ],
};
