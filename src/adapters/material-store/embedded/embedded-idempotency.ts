import type { Idempotency, IdempotencyAnswer, Receipt } from '../../../kernel/idempotency';
import type { MaterialFile } from './material-file';

const KEPT_MS = 24 * 60 * 60 * 1000;
const RUNNING_MS = 60 * 1000;
/** Each beginning adds one at most and removes up to this many, so the table stays as large as a day's requests. */
const PURGED_AT_ONCE = 10;

interface Row {
  readonly fingerprint: string;
  readonly since: number;
  /** `null`: the last run was refused or failed. */
  readonly begunAt: number | null;
  readonly receipt: string | null;
}

const answerFor = (row: Row | undefined, fingerprint: string, now: number): IdempotencyAnswer => {
  if (row === undefined || row.since <= now - KEPT_MS) return { state: 'fresh', since: now };
  if (row.begunAt === null) return { state: 'fresh', since: row.fingerprint === fingerprint ? row.since : now };
  // Before all else: what the other body's run makes would get the same ids as what this one would.
  if (row.fingerprint !== fingerprint) return { state: 'other-body' };
  if (row.receipt !== null) return { state: 'done', receipt: JSON.parse(row.receipt) as Receipt };
  return row.begunAt <= now - RUNNING_MS ? { state: 'fresh', since: row.since } : { state: 'running' };
};

/** Requests remembered by one node, which is the only one: what was under way when it died is dead at its next start. */
export const embeddedIdempotency = (file: MaterialFile): Idempotency => {
  const { database } = file;
  database.prepare('UPDATE request SET begun_at = begun_at - ? WHERE receipt IS NULL').run([RUNNING_MS]);
  const find = database.prepare<Row>(
    'SELECT fingerprint, since, begun_at AS begunAt, receipt FROM request WHERE key = ?',
  );
  const begin = database.prepare(
    'INSERT OR REPLACE INTO request (key, fingerprint, since, begun_at) VALUES (?, ?, ?, ?)',
  );
  const purge = database.prepare(
    `DELETE FROM request WHERE key IN
       (SELECT key FROM request WHERE since <= ? ORDER BY since LIMIT ${PURGED_AT_ONCE})`,
  );
  const finish = database.prepare('UPDATE request SET receipt = ? WHERE key = ?');
  // Only a run under way: a late failure must not take away what a second run has finished meanwhile.
  const forget = database.prepare('UPDATE request SET begun_at = NULL WHERE key = ? AND receipt IS NULL');

  return {
    begin: (key, fingerprint, now) =>
      file.write(() => {
        const answer = answerFor(find.get([key]), fingerprint, now);
        if (answer.state === 'fresh') {
          purge.run([now - KEPT_MS]);
          begin.run([key, fingerprint, answer.since, now]);
        }
        return answer;
      }),
    finish: async (key, receipt) => {
      await file.write(() => finish.run([JSON.stringify(receipt), key]));
    },
    forget: async (key) => {
      await file.write(() => forget.run([key]));
    },
  };
};
