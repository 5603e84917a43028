import { openDataFile, type FileFormat } from '../sqlite/data-file';
import type { Database } from '../sqlite/database';
import { PRESENCE_TABLE, TOKEN_USE_TABLE } from './embedded-presence';

const FORMAT: FileFormat = { mark: 'KLpr', steps: [PRESENCE_TABLE, TOKEN_USE_TABLE] };
const TABLES = ['presence', 'token_use'] as const;

/**
 * `presence.db`: who was seen, and the numbers by which a request is known that was heard before. A killed process loses nothing
 * of it, so a commit need not have reached the disk; but unlike read models it can't be made anew.
 */
export const openPresenceFile = (path: string): Database => openDataFile(path, FORMAT, { synchronous: 'normal' });

/** Takes over what a former release kept among the read models, which then lies there no more. Done twice it is done once. */
export const takeOverPresence = (presence: Database, reads: Database): void => {
  for (const table of TABLES) {
    const rows = reads.prepare<Record<string, string | number>>(`SELECT * FROM ${table}`).all();
    if (rows.length === 0) continue;
    const marks = Object.keys(rows[0] ?? {}).map(() => '?');
    const insert = presence.prepare(`INSERT OR IGNORE INTO ${table} VALUES (${marks.join(', ')})`);
    presence.transaction(() => rows.forEach((row) => insert.run(Object.values(row))));
    reads.exec(`DELETE FROM ${table}`);
  }
};
