import type { IdempotencyAnswer, RunReceipt } from '../../kernel/idempotency';

export const KEPT_MS = 24 * 60 * 60 * 1000;
export const RUNNING_MS = 60 * 1000;

/** A request as a store remembers it. */
interface RememberedRequest {
  readonly fingerprint: string;
  readonly since: number;
  /** Absent: the last run was refused or failed. */
  readonly begunAt?: number;
  readonly receipt?: RunReceipt;
}

/** What a request is told, by what is remembered of it: the rule every store keeps. `fresh` is a proposal; the store sees that one caller alone gets it. */
export const answerFor = (
  known: RememberedRequest | undefined,
  fingerprint: string,
  now: number,
): IdempotencyAnswer => {
  if (known === undefined || known.since <= now - KEPT_MS) return { state: 'fresh', since: now };
  const { since, begunAt, receipt } = known;
  if (begunAt === undefined) return { state: 'fresh', since: known.fingerprint === fingerprint ? since : now };
  // Before all else: what the other body's run makes would get the same ids as what this one would.
  if (known.fingerprint !== fingerprint) return { state: 'other-body' };
  if (receipt !== undefined) return { state: 'done', receipt, since };
  return begunAt <= now - RUNNING_MS ? { state: 'fresh', since } : { state: 'running' };
};
