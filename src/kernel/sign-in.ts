import type { Context } from './context';
import type { View } from './stream-reader';
import type { Principal } from './token-issuers';

/** The user behind a token. */
export interface SignedIn {
  readonly userId: string;
  /** Absent: a machine has none. */
  readonly email?: string;
  readonly support: boolean;
  /** What it was told from; absent when something had to be written first. */
  readonly view?: View;
}

/**
 * Finds, or makes at the first sign-in, the user of a principal; asked for every request, so that a user switched off is
 * out from the next one. Errors: `Refused`. The context's actor has no `userId` yet.
 */
export abstract class SignIn {
  abstract signIn(principal: Principal, context: Context): Promise<SignedIn>;
}

/** The machine behind a token of its own. */
export interface SignedInMachine extends SignedIn {
  readonly token: { readonly id: string; readonly permissions?: readonly string[] };
}

/**
 * Finds the machine of a `klt_` token, asked for every request, so that a token revoked is refused from the next one.
 * `isFrom`: is the request from one of these addresses and ranges? Errors: `Refused`.
 */
export abstract class MachineSignIn {
  abstract signIn(token: string, isFrom: (addresses: readonly string[]) => boolean): Promise<SignedInMachine>;
}
