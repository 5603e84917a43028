const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The secrets of the server itself, by name, and for how long a former one is still good after a change, ms. Names are
 * permanent: boxes are bound to them, and facts tell them.
 */
export const OWN_KEYS = {
  /** Ed25519: signs jobs and proves the server to agents. A former one is vouched for by none but the chain of announcements. */
  'job-signing': 0,
  /** X25519: agents seal their join token to it. */
  'join-token-sealing': HOUR_MS,
  /** P-256: signs the tokens of the built-in issuer, which live for an hour. */
  'local-issuer': HOUR_MS,
  /** Makes join tokens, which live for an hour. */
  'join-tokens': HOUR_MS,
  /** Hashes the tokens of machine callers, which live for a year at most. */
  'machine-tokens': 366 * DAY_MS,
  /** Ed25519: signs checkpoints of the log where no file of its own does. A former one signs that it was followed by another. */
  'evidence-signing': 30 * DAY_MS,
  /** Hashes the tokens of SCIM connections, which do not expire: a former one is good as long as its tokens. */
  'scim-tokens': Number.POSITIVE_INFINITY,
  /** Proves that a cursor is ours. */
  cursors: DAY_MS,
  /** Makes the codes that prove facts, the seal of the log and backups. A former one proves what it made, for ever. */
  'fact-authentication': Number.POSITIVE_INFINITY,
  /** Hashes `Idempotency-Key`s and bodies, and seeds the ids of such a request: all are remembered for a day. */
  requests: DAY_MS + HOUR_MS,
} as const;

export type OwnKeyName = keyof typeof OWN_KEYS;

export const OWN_KEY_NAMES = Object.keys(OWN_KEYS) as readonly OwnKeyName[];

/** Keys whose former ones prove what was: without them the log would prove nothing any more. */
export const isKeptForEver = (name: OwnKeyName): boolean => name === 'fact-authentication';

export const isOwnKeyName = (text: string): text is OwnKeyName => Object.hasOwn(OWN_KEYS, text);

/** One version of a key of the server's own, sealed under the root key. */
export interface SealedOwnKey {
  readonly name: OwnKeyName;
  /** From 1, which is what was derived from the root key before keys were kept; the highest one is in force. */
  readonly version: number;
  /** ms since 1970. */
  readonly madeAt: number;
  readonly box: Uint8Array;
}

/** A key of the server's own, as it may be told. */
export interface ToldKey {
  readonly name: OwnKeyName;
  readonly version: number;
  readonly madeAt: string;
  /** Until when the former one is good; absent: it is no longer, or there is none. */
  readonly formerUntil?: string;
}

/** Where they are kept: with the sealed values. Every write is durable when answered. Errors as of `MaterialStore`. */
export interface OwnKeyStore {
  /** Every version there is, by name and version. */
  all(): Promise<readonly SealedOwnKey[]>;
  /** Stores one unless its number is taken; false then, and the one that stands is left alone. */
  add(key: SealedOwnKey): Promise<boolean>;
  /** Forgets one that is no longer good for anything. */
  destroy(name: OwnKeyName, version: number): Promise<void>;
}
