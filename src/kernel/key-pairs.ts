/** Makes and reads key pairs for people's use: SSH keys, that is. */
export abstract class KeyPairs {
  /** A new Ed25519 private key as OpenSSH writes it, not encrypted; `comment` says whose it is. */
  abstract make(comment: string): string;
  /** What keeps a text from being used as an SSH private key, to be said after "it is"; undefined: nothing. */
  abstract problem(value: string): string | undefined;
  /** One key, however the two texts write it: line ends, encoding and comment aside. False where either is none. */
  abstract isSame(value: string, other: string): boolean;
}
