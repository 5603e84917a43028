/** The last tree that a key signed: it signs nothing that does not continue it. */
export interface SignedMark {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
}

/** The key that signs checkpoints. It lies outside all stores, and so does what it remembers. */
export abstract class EvidenceKey {
  /** How this installation's logs are called; a restarted one has a number behind it. */
  abstract readonly origin: string;
  /** The word by which everybody verifies what it signs for a log of this origin. */
  abstract vkey(origin: string): string;
  /** A text of which every line ends with a newline, signed for a log of this origin, as a note. */
  abstract sign(text: string, origin: string): string;
  abstract mark(): SignedMark | undefined;
  /** Durable when answered, before anybody sees what is signed. */
  abstract advance(mark: SignedMark): void;
}
