import { idpEmail, idpUser } from '../domain/directory/state';
import type { Digest } from '../kernel/digest';
import { foldEmail } from '../kernel/fold-email';
import { refuse, type Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';

/**
 * The active IDP user with somebody's e-mail. Both e-mails never change, and only one IDP user can have it: the first
 * match stays the match.
 */
export const idpUserOf = async (view: View, digest: Digest, email: string): Promise<string | undefined> => {
  const { state } = await view.load(idpEmail, digest.of(foldEmail(email)));
  if (state.idpUserId === undefined) {
    return undefined;
  }
  const { state: person } = await view.load(idpUser, state.idpUserId);
  return person.status === 'active' ? state.idpUserId : undefined;
};

export const noMapping = (): Refusal =>
  refuse('NO_IDP_USER_MAPPING', 'No IDP user mapping. Create an IDP user with the same e-mail.');
