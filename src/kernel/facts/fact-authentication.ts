/**
 * Proves that a text was written by who holds the root key. One for each purpose: what is proven for one proves nothing for
 * another.
 */
export interface FactAuthentication {
  /** The code of a text under the key of today, with the key's id before it: letters, digits, `-`, `_` and one dot. */
  codeOf(text: string): string;
  /** Was this code made over this text, under the key of today or an earlier one? */
  holds(code: string, text: string): boolean;
}
