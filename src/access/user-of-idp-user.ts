import { idpUser } from '../domain/directory/state';
import type { Digest } from '../kernel/digest';
import type { View } from '../kernel/stream-reader';
import { userWithEmail } from './user-with-email';

/** The user with the e-mail of an IDP user; undefined: there is none. */
export const userOfIdpUser = async (view: View, digest: Digest, idpUserId: string): Promise<string | undefined> =>
  userWithEmail(view, digest, (await view.load(idpUser, idpUserId)).state.email);
