import { includesSignIn, type SignInName } from '../domain/users/sign-ins';
import { user, userSubject, type UserState } from '../domain/users/state';
import type { Digest } from '../kernel/digest';
import type { View } from '../kernel/stream-reader';

export type { SignInName } from '../domain/users/sign-ins';

/** A sign-in of a user. Its id follows from what it is, so that one user's is found without a list of ids. */
export interface SignInView extends SignInName {
  readonly id: string;
}

/** What a sign-in is filed under. */
export const signInId = (digest: Digest, { issuer, subject }: SignInName): string => digest.of(issuer, subject);

const withIds = (digest: Digest, signIns: readonly SignInName[]): readonly SignInView[] =>
  signIns.map(({ issuer, subject }) => ({ id: signInId(digest, { issuer, subject }), issuer, subject }));

/** The sign-ins of a user, as the user's stream says; none of whoever does not exist. */
export const signInsOf = async (view: View, digest: Digest, userId: string): Promise<readonly SignInView[]> =>
  withIds(digest, (await view.load(user, userId)).state.signIns);

/**
 * The sign-in of a user that has an id; also one that was removed and not yet given back, as whoever removed it was
 * stopped half-way.
 */
export const findSignIn = async (
  view: View,
  digest: Digest,
  { state, userId }: { readonly state: UserState; readonly userId: string },
  id: string,
): Promise<SignInView | undefined> => {
  const found = withIds(digest, state.signIns).find((signIn) => signIn.id === id);
  const removed = withIds(digest, state.removedSignIns).find((signIn) => signIn.id === id);
  if (found !== undefined || removed === undefined) {
    return found;
  }
  return (await view.load(userSubject, id)).state.userId === userId ? removed : undefined;
};

/** Who has a sign-in, or is about to; nobody where the last holder gave it up. */
export const holderOf = async (view: View, digest: Digest, signIn: SignInName): Promise<string | undefined> => {
  const { userId } = (await view.load(userSubject, signInId(digest, signIn))).state;
  if (userId === undefined) {
    return undefined;
  }
  return includesSignIn((await view.load(user, userId)).state.removedSignIns, signIn) ? undefined : userId;
};
