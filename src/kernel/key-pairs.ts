/** Makes key pairs for people's use: SSH keys, that is. */
export interface KeyPairs {
  /** A new Ed25519 private key as OpenSSH writes it, not encrypted; `comment` says whose it is. */
  make(comment: string): string;
}
