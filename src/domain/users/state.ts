import type { Fold } from '../../kernel/fold';
import type { RoleAssignment, UserClaimed, UserEvent } from './events';

export interface UserState {
  readonly status: 'none' | 'active' | 'off';
  /** As first seen, case kept; never changes. */
  readonly email: string;
  readonly displayName?: string;
  readonly support: boolean;
  readonly roles: readonly RoleAssignment[];
  readonly pinned?: { readonly issuer: string; readonly subject: string };
}

export const user: Fold<UserState, UserEvent> = {
  category: 'user',
  initial: { status: 'none', email: '', support: false, roles: [] },
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
    'keyledger.user-pinned.v1': (state, { issuer, subject }) => ({ ...state, pinned: { issuer, subject } }),
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

const claim = (category: string): Fold<UserClaim, UserClaimed> => ({
  category,
  initial: {},
  evolve: { 'keyledger.user-claimed.v1': (_, { userId }) => ({ userId }) },
});

/** Which user an e-mail (case-folded, hashed) belongs to. */
export const userEmail = claim('userEmail');

/** Which user an (issuer, subject) belongs to. */
export const userSubject = claim('userSubject');
