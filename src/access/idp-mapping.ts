import { idpEmail, idpUser } from '../domain/directory/state';
import type { Digest } from '../kernel/digest';
import { refuse, type Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';

/** Two spellings of an e-mail that mean one person. */
export const foldEmail = (email: string): string => email.normalize('NFKC').toLowerCase();

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
