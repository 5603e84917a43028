/** What a repeated request is answered from: the status and the ids made. Never a secret, never a body. */
export interface RunReceipt {
  readonly status: number;
  readonly ids: Readonly<Record<string, string>>;
  readonly position: string;
}

export type IdempotencyAnswer =
  | {
      readonly state: 'fresh';
      /** When the key first came with this body, ms since 1970: what its runs have in common for 24 h, and no longer. */
      readonly since: number;
    }
  | { readonly state: 'running' }
  | { readonly state: 'other-body' }
  | {
      readonly state: 'done';
      readonly receipt: RunReceipt;
      /** As of a fresh one. */
      readonly since: number;
    };

/**
 * Remembers requests by (user, method, path, key) for 24 h. A run that never finished (its node died) counts as running
 * for 60 s, or until its sole node starts again, then as fresh: the ids a repetition makes are derived from the key and
 * `since`, so it finds what the first one wrote. After 24 h the key is another request's, with other ids.
 * Every adapter passes `test/contract/idempotency.ts`.
 */
export abstract class Idempotency {
  /** `fingerprint`: a keyed hash of the body. One caller alone is told `fresh`. `now` in ms since 1970. */
  abstract begin(key: string, fingerprint: string, now: number): Promise<IdempotencyAnswer>;
  abstract finish(key: string, receipt: RunReceipt): Promise<void>;
  /**
   * The request failed or was refused: the next one with the key runs anew, with another body too. With the same one it is
   * still the same request, of which something may have been written. A receipt already there stays.
   */
  abstract forget(key: string): Promise<void>;
  /**
   * What this receipt tells of is in the log no longer, which was put back to an older copy: the next one with the key runs
   * anew, as the same request. Nothing where another receipt has taken its place.
   */
  abstract lose(key: string, receipt: RunReceipt): Promise<void>;
}
