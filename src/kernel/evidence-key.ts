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
  /** One of the server's own: who changed it holds the root key, so the log tells a change that was ended half-way by itself. */
  abstract readonly isOwn: boolean;
  /** The word by which everybody verifies what is signed for a log of this origin where no fact names another key. */
  abstract vkey(origin: string): string;
  /** Of all keys that are held, each after the one it follows. */
  abstract vkeys(origin: string): readonly string[];
  /** A text of which every line ends with a newline, signed as a note with the key of that word. Throws for one that is not held. */
  abstract sign(text: string, origin: string, vkey: string): string;
  /** Told that this key signs from now on, and the ones before it are needed no more. */
  abstract settle(origin: string, vkey: string): void;
  abstract mark(): SignedMark | undefined;
  /** Durable when answered, before anybody sees what is signed. */
  abstract advance(mark: SignedMark): void;
}
