import type { ModelSchema } from '../../src/kernel/read-model';

/** A session nobody has ended yet, with what it rests on: to find those that a loss may end. */
export interface OpenSessionDocument {
  readonly id: string;
  readonly identityId: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly grantId?: string;
  /** The IDP group through which the grant reached the user. */
  readonly groupId?: string;
  readonly idpUserId?: string;
  /** Of the vendor's support: the time for which it was let in. */
  readonly supportWindowId?: string;
  readonly ownerBypass: boolean;
  readonly expiresAt: string;
}

export const OPEN_SESSIONS: ModelSchema = {
  name: 'open_sessions',
  version: 5,
  fields: {
    identityId: 'text',
    identityGroupId: 'text',
    userId: 'text',
    grantId: 'text',
    groupId: 'text',
    idpUserId: 'text',
    supportWindowId: 'text',
    expiresAt: 'time',
  },
  indexes: [
    ['identityId'],
    ['identityGroupId'],
    ['userId'],
    ['grantId'],
    ['groupId'],
    ['idpUserId'],
    ['supportWindowId'],
    ['expiresAt'],
  ],
};
