import { idpUser } from '../domain/directory/state';
import { user, userEmail } from '../domain/users/state';
import type { Digest } from '../kernel/digest';
import { emailKeys } from '../kernel/email-keys';
import { isSameEmail } from '../kernel/fold-email';
import type { View } from '../kernel/stream-reader';

/** The user with an e-mail; undefined: nobody has signed in with it, nor was made beforehand. Nobody has an empty one. */
export const userWithEmail = async (view: View, digest: Digest, email: string): Promise<string | undefined> => {
  if (email === '') return undefined;
  for (const key of emailKeys(digest, email)) {
    const { userId } = (await view.load(userEmail, key)).state;
    if (userId !== undefined && isSameEmail((await view.load(user, userId)).state.email, email)) return userId;
  }
  return undefined;
};

/** The user with the e-mail of an IDP user; undefined: there is none. */
export const userOfIdpUser = async (view: View, digest: Digest, idpUserId: string): Promise<string | undefined> =>
  userWithEmail(view, digest, (await view.load(idpUser, idpUserId)).state.email);
