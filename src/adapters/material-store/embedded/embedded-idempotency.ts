import type { Idempotency, RunReceipt } from '../../../kernel/idempotency';
import { answerFor, KEPT_MS, RUNNING_MS } from '../requests';
import type { MaterialFile } from './material-file';

/** Each beginning adds one at most and removes up to this many, so the table stays as large as a day's requests. */
const PURGED_AT_ONCE = 10;

interface Row {
  readonly fingerprint: string;
  readonly since: number;
  /** `null`: the last run was refused or failed. */
  readonly begunAt: number | null;
  readonly receipt: string | null;
}

const remembered = ({ fingerprint, since, begunAt, receipt }: Row) => ({
  fingerprint,
  since,
  ...(begunAt === null ? {} : { begunAt }),
  ...(receipt === null ? {} : { receipt: JSON.parse(receipt) as RunReceipt }),
});

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
  const lose = database.prepare('UPDATE request SET begun_at = NULL, receipt = NULL WHERE key = ? AND receipt = ?');

  return {
    begin: (key, fingerprint, now) =>
      file.write(() => {
        const row = find.get([key]);
        const answer = answerFor(row && remembered(row), fingerprint, now);
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
    lose: async (key, receipt) => {
      await file.write(() => lose.run([key, JSON.stringify(receipt)]));
    },
  };
};
