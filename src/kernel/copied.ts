import type { ValueName } from './operations';

/** A log that was copied to another place with all that goes with it, each part the same at both ends. */
export interface Copied {
  readonly copyId: string;
  /** Both places in words, without a password. */
  readonly from: string;
  readonly to: string;
  readonly facts: number;
  /** SHA-256 of the canonical texts of all of them, a newline behind each. */
  readonly digest: string;
  /** What is not in the log, by tables; the digest is of its rows, in whatever order. */
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly digest: string }>>;
  readonly values: number;
  /** Those that do not open, as they did not before. */
  readonly unopened: readonly ValueName[];
}
