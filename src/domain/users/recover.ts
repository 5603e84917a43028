import { grow } from '../../kernel/fold';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import { markSupport, switchUser } from './decide';
import type { UserEvent } from './events';
import { addSignIn, includesSignIn, type SignInName } from './sign-ins';
import { user, type UserState } from './state';

export interface UserRecovery {
  /** By whose tokens the user signs in from now on; absent: the next token with the user's proven e-mail is pinned. */
  readonly signIn?: SignInName;
  /** The issuers whose tokens are believed now: a sign-in of any other lets nobody in. */
  readonly believed: readonly string[];
}

const unpinned = (userId: string, { issuer, subject }: SignInName): UserEvent => ({
  type: 'keyledger.user-unpinned.v1',
  data: { userId, issuer, subject },
});

/** A user who has a sign-in is known by that alone: while none is of an issuer believed now, an e-mail proves nothing. */
const makeRoomForEmail = (state: UserState, userId: string, believed: readonly string[]): readonly UserEvent[] =>
  state.signIns.some(({ issuer }) => believed.includes(issuer))
    ? []
    : state.signIns.map((signIn) => unpinned(userId, signIn));

/** The sign-in is added; where there is no room for one more, the oldest that lets nobody in goes. */
const withSignIn = (
  state: UserState,
  userId: string,
  signIn: SignInName,
  believed: readonly string[],
): readonly UserEvent[] | Refusal => {
  if (includesSignIn(state.signIns, signIn)) {
    return [];
  }
  const added = addSignIn(state, userId, signIn);
  const dead = state.signIns.find(({ issuer }) => !believed.includes(issuer));
  if (!isRefusal(added) || dead === undefined) {
    return added;
  }
  const gone = unpinned(userId, dead);
  const retried = addSignIn(grow(user, state, [gone]), userId, signIn);
  return isRefusal(retried) ? retried : [gone, ...retried];
};

/** Takes whatever keeps a person from signing in and acting out of the way. A machine is nobody who could look after an account. */
export const recoverUser = (
  state: UserState,
  userId: string,
  { signIn, believed }: UserRecovery,
): readonly UserEvent[] | Refusal => {
  if (state.kind === 'machine') {
    return refuse('CONFLICT', 'A machine is never the owner who stays. Name a person.');
  }
  const signIns =
    signIn === undefined ? makeRoomForEmail(state, userId, believed) : withSignIn(state, userId, signIn, believed);
  return isRefusal(signIns)
    ? signIns
    : [...switchUser(state, userId, true), ...markSupport(state, userId, false), ...signIns];
};
