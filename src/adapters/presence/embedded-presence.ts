import { seenLast, type Presence } from '../../kernel/presence';
import type { Database } from '../sqlite/database';
import type { GroupCommit } from '../sqlite/group-commit';
import { take, type TakenNumbers } from './taken-numbers';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** Columns of the table `presence`, which whoever opens the file makes. */
export const PRESENCE_TABLE = `CREATE TABLE presence (
  agent_id TEXT PRIMARY KEY, host_id TEXT NOT NULL, seen_at INTEGER NOT NULL, last INTEGER NOT NULL, before INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_by_host ON presence (host_id, seen_at)`;

/** Columns of the table `token_use`, in the same file. */
export const TOKEN_USE_TABLE =
  'CREATE TABLE token_use (token_id TEXT PRIMARY KEY, used_at INTEGER NOT NULL) STRICT, WITHOUT ROWID';

/** Longer than a token lives. */
const TOKEN_KEPT_MS = 400 * 24 * 60 * 60 * 1000;

interface AgentRow extends TakenNumbers {
  readonly seenAt: number;
}

interface HostRow {
  readonly hostId: string;
  readonly seenAt: number;
}

/**
 * One node's, so that what is judged here and not in the file yet is all there is besides the file. Lies in a file whose
 * commits need not have reached the disk: a poll costs no fsync, a killed process loses nothing, a machine that loses its
 * power the last moments.
 */
export const embeddedPresence = (database: Database, commits: GroupCommit): Presence => {
  /** By agent: numbers taken by requests that are let in once their commit is done. */
  const taking = new Map<string, AgentRow>();
  const find = database.prepare<AgentRow>('SELECT last, before, seen_at AS seenAt FROM presence WHERE agent_id = ?');
  const meet = database.prepare('INSERT INTO presence VALUES (?, ?, ?, ?, ?)');
  const see = database.prepare('UPDATE presence SET seen_at = ?, last = ?, before = ? WHERE agent_id = ?');
  const purge = database.prepare('DELETE FROM presence WHERE seen_at <= ?');
  const forget = database.prepare('DELETE FROM presence WHERE agent_id = ?');
  const seen = database.prepare<HostRow>(
    `SELECT host_id AS hostId, max(seen_at) AS seenAt FROM presence
     WHERE host_id IN (SELECT value FROM json_each(?)) GROUP BY host_id`,
  );
  const count = database.prepare<{ hosts: number }>(
    'SELECT count(DISTINCT host_id) AS hosts FROM presence WHERE seen_at > ?',
  );

  const use = database.prepare(
    'INSERT INTO token_use VALUES (?, ?) ON CONFLICT (token_id) DO UPDATE SET used_at = max(used_at, excluded.used_at)',
  );
  const purgeUses = database.prepare('DELETE FROM token_use WHERE used_at <= ?');
  const used = database.prepare<{ tokenId: string; usedAt: number }>(
    'SELECT token_id AS tokenId, used_at AS usedAt FROM token_use WHERE token_id IN (SELECT value FROM json_each(?))',
  );

  return {
    advance: async ({ agentId, hostId }, sequence, at) => {
      const known = taking.get(agentId) ?? find.get([agentId]);
      const { judgement, taken } = take(known, sequence);
      if (judgement === 'repeated') return judgement;
      const before = known?.seenAt ?? at;
      const row: AgentRow = { ...taken, seenAt: judgement === 'advanced' ? seenLast(before, at) : before };
      taking.set(agentId, row);
      try {
        await commits.write(() => {
          if (see.run([row.seenAt, row.last, row.before, agentId]).changes === 0) {
            purge.run([at - KEPT_MS]);
            meet.run([agentId, hostId, at, row.last, row.before]);
          }
        });
      } finally {
        if (taking.get(agentId) === row) taking.delete(agentId);
      }
      return judgement;
    },
    seen: async (hostIds) => new Map(seen.all([JSON.stringify(hostIds)]).map(({ hostId, seenAt }) => [hostId, seenAt])),
    countSeenAfter: async (moment) => count.get([moment])?.hosts ?? 0,
    useToken: async (tokenId, at) => {
      await commits.write(() => {
        purgeUses.run([at - TOKEN_KEPT_MS]);
        use.run([tokenId, at]);
      });
    },
    tokensUsed: async (tokenIds) =>
      new Map(used.all([JSON.stringify(tokenIds)]).map(({ tokenId, usedAt }) => [tokenId, usedAt])),
    forget: async (agentId) => {
      taking.delete(agentId);
      await commits.write(() => void forget.run([agentId]));
    },
  };
};
