import type { Context } from './context';
import type { View } from './stream-reader';
import type { Principal } from './token-verifier';

/** The user behind a token. */
export interface SignedIn {
  readonly userId: string;
  readonly email: string;
  readonly support: boolean;
  /** What it was told from; absent when something had to be written first. */
  readonly view?: View;
}

/**
 * Finds, or makes at the first sign-in, the user of a principal; asked for every request, so that a user switched off is
 * out from the next one. Errors: `Refused`. The context's actor has no `userId` yet.
 */
export interface SignIn {
  signIn(principal: Principal, context: Context): Promise<SignedIn>;
}
