/** What is to be done to a file of keys that let a user in. Public halves only: nothing of it is secret. */
export interface KeyFileTask {
  /** The folder that everything begins at: the home of the user, or the one that holds the file. */
  readonly home: string;
  /** From there: `['.ssh', 'authorized_keys']`. */
  readonly path: readonly string[];
  /** Beside the writer, who may own the file: root writes a user's as that user. */
  readonly owner?: number;
  /** `ssh-ed25519 AAAA…`. */
  readonly add?: string;
  readonly comment?: string;
  /** Base64 of public keys: of the first that is there, each line's options (`from="…"`) get a line with the new key. */
  readonly like?: readonly string[];
  /** Base64 of the public keys whose lines go. */
  readonly remove?: readonly string[];
  /** Name of the file that was written and waits, with its group set, to take the place of the old one. */
  readonly finish?: string;
}

/** The new file is written, but only root can give it the old one's group; then it is to be finished. */
export interface PendingKeyFile {
  readonly folder: string;
  readonly finish: string;
  readonly gid: number;
}
