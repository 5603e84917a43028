/** What is to be done to the file of keys that let a user in. Public halves only: nothing of it is secret. */
export interface KeyFileTask {
  readonly home: string;
  /** From the home folder: `['.ssh', 'authorized_keys']`. */
  readonly path: readonly string[];
  /** `ssh-ed25519 AAAA…`. */
  readonly add?: string;
  readonly comment?: string;
  /** Base64 of the public key whose line's options (`from="…"`) the new line takes over. */
  readonly like?: string;
  /** Base64 of the public keys whose lines go. */
  readonly remove?: readonly string[];
}
