import { refuse, type Refusal } from '../../kernel/refusal';
import type { UserEvent } from './events';

/** How an issuer names somebody: unique with that issuer. */
export interface SignInName {
  readonly issuer: string;
  readonly subject: string;
}

/** What a user's stream says of sign-ins. */
export interface SignIns {
  readonly signIns: readonly SignInName[];
  readonly removedSignIns: readonly SignInName[];
}

/** More would be a mistake, and every sign-in reads them. */
const MOST_SIGN_INS = 20;

const isSame = (a: SignInName, b: SignInName): boolean => a.issuer === b.issuer && a.subject === b.subject;

/** Whether a list of sign-ins holds this one, to the letter. */
export const includesSignIn = (signIns: readonly SignInName[], wanted: SignInName): boolean =>
  signIns.some((signIn) => isSame(signIn, wanted));

/** The list without one of its sign-ins. */
export const withoutSignIn = (signIns: readonly SignInName[], unwanted: SignInName): readonly SignInName[] =>
  signIns.filter((signIn) => !isSame(signIn, unwanted));

export const addSignIn = (
  state: SignIns,
  userId: string,
  { issuer, subject }: SignInName,
): readonly UserEvent[] | Refusal => {
  if (includesSignIn(state.signIns, { issuer, subject })) {
    return [];
  }
  return state.signIns.length >= MOST_SIGN_INS
    ? refuse('CONFLICT', `A user has at most ${MOST_SIGN_INS} sign-ins. Remove one that is not used any more.`)
    : [{ type: 'keyledger.user-pinned.v1', data: { userId, issuer, subject } }];
};

export const removeSignIn = (state: SignIns, userId: string, { issuer, subject }: SignInName): readonly UserEvent[] =>
  includesSignIn(state.signIns, { issuer, subject })
    ? [{ type: 'keyledger.user-unpinned.v1', data: { userId, issuer, subject } }]
    : [];

/** There were sign-ins and all were removed: nobody signs in as this user before somebody new with the e-mail does, or an owner adds one. */
export const hasLostSignIns = ({ signIns, removedSignIns }: SignIns): boolean =>
  signIns.length === 0 && removedSignIns.length > 0;
