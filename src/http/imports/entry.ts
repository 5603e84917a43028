/** What somebody should look at, without a word of the line itself: it may hold a value. */
export interface ImportFinding {
  readonly code: string;
  readonly detail: string;
}

/** What was read from one place of a file: what to make, or why there is nothing. */
export interface ImportEntry {
  /** Where it begins, from 1: the line, or the number of the item where a format has no lines. */
  readonly line: number;
  /** Judged as a line of the contract; `kind` says which. */
  readonly thing?: object;
  /** The vault that all of them go to, made where there is none of the name: a folder of another vault. */
  readonly vault?: string;
  readonly refused?: ImportFinding;
  readonly warnings?: readonly ImportFinding[];
  /** For a file that goes on no further: nothing that comes after was read. */
  readonly last?: true;
}

/** Reads a file as it comes. It throws for nothing that stands in the file. */
export type Reader = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<ImportEntry>;

export const broken = (line: number, detail: string): ImportEntry => ({
  line,
  refused: { code: 'FILE_NOT_READABLE', detail },
  last: true,
});
