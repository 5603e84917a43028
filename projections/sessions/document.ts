import type { ModelSchema } from '../../src/kernel/read-model';

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
  /** `yes` or `no`: text, because documents are filtered by text and numbers only. */
  readonly open: 'yes' | 'no';
  readonly emergency: 'yes' | 'no';
  readonly revision: number;
}

export const SESSIONS: ModelSchema = {
  name: 'sessions',
  version: 3,
  fields: {
    organizationId: 'text',
    identityGroupId: 'text',
    identityId: 'text',
    userId: 'text',
    checkedOutAt: 'text',
    expiresAt: 'text',
    open: 'text',
    emergency: 'text',
  },
  indexes: [
    ['checkedOutAt'],
    ['organizationId', 'checkedOutAt'],
    ['identityId', 'checkedOutAt'],
    ['userId', 'checkedOutAt'],
    ['open', 'checkedOutAt'],
  ],
};
