import type { AccessLevel, PrincipalType } from '../domain/access-grants/events';

/** Why somebody can't use an access that is there. */
export type Obstacle = 'GRANT_EXPIRED' | 'IDP_USER_INACTIVE' | 'NO_USER' | 'USER_INACTIVE' | 'PERMISSION_DENIED';

/** One way by which one person reaches the values of one vault. */
export interface AccessLine {
  readonly organizationId: string;
  readonly identityGroupId: string;
  readonly identityGroupName: string;
  readonly via: 'grant' | 'group' | 'owner';
  /** Absent: an owner's, who needs none. */
  readonly grantId?: string;
  readonly principalType?: PrincipalType;
  readonly principalId?: string;
  readonly principalName?: string;
  readonly level: AccessLevel;
  readonly expiresAt?: string;
  readonly grantedBy?: string;
  readonly grantedByEmail?: string;
  readonly grantedAt?: string;
  readonly idpUserId?: string;
  readonly displayName?: string;
  /** Empty: a machine has none. */
  readonly email: string;
  /** A machine caller that is linked to the person's record, and so uses this access too. */
  readonly machine?: true;
  /** Absent: that person never signed in. */
  readonly userId?: string;
  /** What the person can do now. */
  readonly can: 'nothing' | 'reveal' | 'checkout';
  /** Why it is less than the level says. */
  readonly obstacle?: Obstacle;
}
