import type { View } from './stream-reader';

/** The SCIM connection behind a token. */
export interface SignedInConnection {
  readonly connectionId: string;
  readonly tokenId: string;
  /** What it was told from. */
  readonly view: View;
}

/** Finds the connection of a `kls_` token, asked for every request. Errors: `RefusedError`. */
export abstract class ScimSignIn {
  abstract signIn(token: string): Promise<SignedInConnection>;
}
