import type { Fold } from '../../kernel/fold';
import type { RoleAssignment, UserClaimed, UserClaimReleased, UserEvent } from './events';
import { withoutSignIn, type SignInName } from './sign-ins';

export interface UserState {
  readonly status: 'none' | 'active' | 'off';
  /** As first seen, case kept; never changes. */
  readonly email: string;
  readonly displayName?: string;
  readonly support: boolean;
  readonly roles: readonly RoleAssignment[];
  /** Whose tokens sign in as the user. */
  readonly signIns: readonly SignInName[];
  /** An owner took these away; no token brings one back, an owner does. */
  readonly removedSignIns: readonly SignInName[];
}

export const user: Fold<UserState, UserEvent> = {
  category: 'user',
  initial: { status: 'none', email: '', support: false, roles: [], signIns: [], removedSignIns: [] },
  // That he was switched off may be among what is lost.
  withoutRights: (state) => ({ ...state, status: state.status === 'none' ? 'none' : 'off', roles: [] }),
  evolve: {
    'keyledger.user-created.v1': (state, { email, displayName, support }) => ({
      ...state,
      status: 'active',
      email,
      support,
      ...(displayName === undefined ? {} : { displayName }),
    }),
    'keyledger.user-pinned.v1': (state, { issuer, subject }) => ({
      ...state,
      signIns: [...withoutSignIn(state.signIns, { issuer, subject }), { issuer, subject }],
      removedSignIns: withoutSignIn(state.removedSignIns, { issuer, subject }),
    }),
    'keyledger.user-unpinned.v1': (state, { issuer, subject }) => ({
      ...state,
      signIns: withoutSignIn(state.signIns, { issuer, subject }),
      removedSignIns: [...withoutSignIn(state.removedSignIns, { issuer, subject }), { issuer, subject }],
    }),
    'keyledger.user-roles-assigned.v1': (state, { roles }) => ({ ...state, roles }),
    'keyledger.user-switched-off.v1': (state) => ({ ...state, status: 'off' }),
    'keyledger.user-switched-on.v1': (state) => ({ ...state, status: 'active' }),
    'keyledger.user-marked-as-support.v1': (state) => ({ ...state, support: true }),
    'keyledger.user-cleared-of-support.v1': (state) => ({ ...state, support: false }),
  },
};

export interface UserClaim {
  readonly userId?: string;
}

/** Which user an e-mail (case-folded, hashed) belongs to. */
export const userEmail: Fold<UserClaim, UserClaimed> = {
  category: 'userEmail',
  initial: {},
  evolve: { 'keyledger.user-claimed.v1': (_, { userId }) => ({ userId }) },
};

/** Which user an (issuer, subject) belongs to. */
export const userSubject: Fold<UserClaim, UserClaimed | UserClaimReleased> = {
  category: 'userSubject',
  initial: {},
  evolve: {
    'keyledger.user-claimed.v1': (_, { userId }) => ({ userId }),
    'keyledger.user-claim-released.v1': () => ({}),
  },
};
