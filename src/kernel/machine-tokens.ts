/** What a token of a machine caller says, before anybody asked whether it is known. */
export interface ReadToken {
  readonly userId: string;
  /** What may be kept of it: one for each key that is still good. */
  readonly hashes: readonly string[];
}

/**
 * Tokens of machine callers: `klt_`, then what names the machine and 256 random bits, then a checksum by which a scanner
 * tells one from other text. Kept of it is a keyed hash alone.
 */
export abstract class MachineTokens {
  abstract make(userId: string): { readonly token: string; readonly hash: string };
  /** Undefined: it is no such token, or was mistyped. */
  abstract read(token: string): ReadToken | undefined;
}

/** What every such token begins with. */
export const MACHINE_TOKEN_PREFIX = 'klt_';
