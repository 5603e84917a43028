/** What a share is of and which one it is: all that is told beside its secret part. */
export interface ShareLabel {
  /** Tells the shares of one splitting from those of every other. */
  readonly set: string;
  /** How many are needed. */
  readonly threshold: number;
  /** From 1. */
  readonly number: number;
  /** How many were made. */
  readonly shares: number;
  /** Tells the root key from others, and nothing else of it. */
  readonly rootKey: string;
}

/** Shares that do not lead to a root key. Its message says which share is to blame, and quotes none. */
export class SharesRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SharesRefused';
  }
}

/** Splits a root key so that any `threshold` of the shares give it back, and fewer tell nothing of it. */
export interface Escrow {
  /** One line of text a share. Errors: RangeError beyond 2 of 2 to 255 of 255. */
  split(
    rootKey: Uint8Array,
    options: { readonly threshold: number; readonly shares: number },
  ): Promise<readonly string[]>;
  /** What a line says of itself; throws {@link SharesRefused} for one that is none or was mistyped. `place` names it in the message. */
  label(line: string, place: string): ShareLabel;
  /** Errors: {@link SharesRefused}. */
  combine(lines: readonly string[]): Promise<{ readonly rootKey: Uint8Array; readonly label: ShareLabel }>;
}
