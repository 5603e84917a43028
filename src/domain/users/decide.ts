import { refuse, type Refusal } from '../../kernel/refusal';
import type { RoleAssignment, UserClaimed, UserClaimReleased, UserEvent } from './events';
import { includesSignIn, type SignInName } from './sign-ins';
import type { UserClaim, UserState } from './state';
import { sameJson } from '../../kernel/facts/same-json';

export interface NewUser {
  readonly userId: string;
  /** A machine has no e-mail. */
  readonly kind?: 'machine';
  readonly email?: string;
  readonly displayName?: string;
  readonly support: boolean;
  readonly createdAt: string;
}

export const createUser = (state: UserState, created: NewUser, pin?: SignInName): readonly UserEvent[] => {
  if (state.status !== 'none') {
    return [];
  }
  const made: UserEvent = { type: 'keyledger.user-created.v1', data: created };
  if (pin === undefined) {
    return [made];
  }
  // What else comes with the pin, such as the token's e-mail, is no part of it.
  const { issuer, subject } = pin;
  return [made, { type: 'keyledger.user-pinned.v1', data: { userId: created.userId, issuer, subject } }];
};

/** Whoever has a sign-in is signed in by that alone; one that was removed is none, nor a first one. */
export const refuseStranger = (state: UserState, seen: SignInName): Refusal | undefined => {
  if (includesSignIn(state.removedSignIns, seen)) {
    return refuse('UNAUTHENTICATED', 'This sign-in was removed. An account owner can add it again.');
  }
  return state.signIns.length === 0 || includesSignIn(state.signIns, seen)
    ? undefined
    : refuse('UNAUTHENTICATED', 'Another sign-in is known for this user. An account owner can add this one.');
};

/** What a sign-in tells of the user: whose token it is, and that the vendor's support signs in. */
export const signIn = (
  state: UserState,
  userId: string,
  seen: { readonly issuer: string; readonly subject: string; readonly support: boolean },
): readonly UserEvent[] | Refusal => {
  const { issuer, subject } = seen;
  const stranger = refuseStranger(state, { issuer, subject });
  if (stranger !== undefined) {
    return stranger;
  }
  const pin: UserEvent[] =
    state.signIns.length === 0 ? [{ type: 'keyledger.user-pinned.v1', data: { userId, issuer, subject } }] : [];
  return seen.support && !state.support
    ? [...pin, { type: 'keyledger.user-marked-as-support.v1', data: { userId } }]
    : pin;
};

export const switchUser = (state: UserState, userId: string, active: boolean): readonly UserEvent[] => {
  if (active === (state.status === 'active')) {
    return [];
  }
  return active
    ? [{ type: 'keyledger.user-switched-on.v1', data: { userId } }]
    : [{ type: 'keyledger.user-switched-off.v1', data: { userId } }];
};

export const markSupport = (state: UserState, userId: string, support: boolean): readonly UserEvent[] => {
  if (support === state.support) {
    return [];
  }
  return support
    ? [{ type: 'keyledger.user-marked-as-support.v1', data: { userId } }]
    : [{ type: 'keyledger.user-cleared-of-support.v1', data: { userId } }];
};

const key = ({ roleId, organizationId }: RoleAssignment): string => `${roleId} ${organizationId ?? ''}`;

export const assignRoles = (
  state: UserState,
  userId: string,
  roles: readonly RoleAssignment[],
): readonly UserEvent[] => {
  const unchanged = sameJson(roles.map(key).toSorted(), state.roles.map(key).toSorted());
  return unchanged ? [] : [{ type: 'keyledger.user-roles-assigned.v1', data: { userId, roles } }];
};

/** Two lists of assignments: what one has and the other has not. */
export const assignmentsBeside = (
  roles: readonly RoleAssignment[],
  others: readonly RoleAssignment[],
): readonly RoleAssignment[] => roles.filter((role) => !others.some((other) => key(other) === key(role)));

/** An e-mail or subject belongs to the user who claimed it first. */
export const claimFor = (state: UserClaim, userId: string): readonly UserClaimed[] =>
  state.userId === undefined ? [{ type: 'keyledger.user-claimed.v1', data: { userId } }] : [];

/** Gives an (issuer, subject) back that this user had. */
export const releaseClaim = (state: UserClaim, userId: string): readonly UserClaimReleased[] =>
  state.userId === userId ? [{ type: 'keyledger.user-claim-released.v1', data: { userId } }] : [];

/** Hands a claim over whose holder gave it up: whoever held it was stopped before releasing it. */
export const takeOverClaim = (state: UserClaim, userId: string): readonly UserClaimed[] =>
  state.userId === userId ? [] : [{ type: 'keyledger.user-claimed.v1', data: { userId } }];
