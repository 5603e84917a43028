import type { Fold } from '../../kernel/fold';
import type { RoleAssignment, UserClaimed, UserClaimReleased, UserEvent } from './events';
import type { MachineToken } from './tokens';
import { withoutSignIn, type SignInName } from './sign-ins';

export interface UserState {
  readonly status: 'none' | 'active' | 'off';
  readonly kind: 'person' | 'machine';
  /** As first seen, case kept; never changes. Empty: a machine has none. */
  readonly email: string;
  readonly displayName?: string;
  readonly support: boolean;
  readonly roles: readonly RoleAssignment[];
  /** Whose tokens sign in as the user. */
  readonly signIns: readonly SignInName[];
  /** An owner took these away; no token brings one back, an owner does. */
  readonly removedSignIns: readonly SignInName[];
  /** A machine's, but for those revoked. */
  readonly tokens: readonly MachineToken[];
  /** Who ever made a token of the machine: they may still hold one, and act as it. */
  readonly tokenMakers: readonly string[];
  /** The IDP user whose grants a machine uses. */
  readonly linkedTo?: string;
}

export const user: Fold<UserState, UserEvent> = {
  category: 'user',
  initial: {
    status: 'none',
    kind: 'person',
    email: '',
    support: false,
    roles: [],
    signIns: [],
    removedSignIns: [],
    tokens: [],
    tokenMakers: [],
  },
  // That the user was switched off may be among what is lost.
  // A token or link that was taken back may be among it as well.
  withoutRights: ({ linkedTo: _, ...state }) => ({
    ...state,
    status: state.status === 'none' ? 'none' : 'off',
    roles: [],
    tokens: [],
  }),
  evolve: {
    'keyledger.user-created.v1': (state, { kind, email = '', displayName, support }) => ({
      ...state,
      status: 'active',
      kind: kind ?? 'person',
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
    'keyledger.token-made.v1': (state, { userId: _, ...token }) => ({
      ...state,
      tokens: [...state.tokens.filter(({ expiresAt }) => token.createdAt < expiresAt), token],
      tokenMakers: [...state.tokenMakers.filter((maker) => maker !== token.createdBy), token.createdBy],
    }),
    'keyledger.token-revoked.v1': (state, { tokenId }) => ({
      ...state,
      tokens: state.tokens.filter((token) => token.tokenId !== tokenId),
    }),
    'keyledger.user-linked.v1': (state, { idpUserId }) => ({ ...state, linkedTo: idpUserId }),
    'keyledger.user-unlinked.v1': ({ linkedTo: _, ...state }) => state,
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
