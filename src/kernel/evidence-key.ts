/** The last tree that a key signed: it signs nothing that does not continue it. */
export interface SignedMark {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
}

/** The key that signs checkpoints. It lies outside all stores, and so does what it remembers. */
export interface EvidenceKey {
  /** How this installation's logs are called; a restarted one has a number behind it. */
  readonly origin: string;
  /** The word by which everybody verifies what it signs for a log of this origin. */
  vkey(origin: string): string;
  /** A text of which every line ends with a newline, signed for a log of this origin, as a note. */
  sign(text: string, origin: string): string;
  mark(): SignedMark | undefined;
  /** Durable when answered, before anybody sees what is signed. */
  advance(mark: SignedMark): void;
}
