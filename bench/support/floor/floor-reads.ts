import { join } from 'node:path';
import { Database } from '../../../src/adapters/sqlite/database';
import type { FloorFact } from './floor-log';

/** As long as ours gather what nobody waits for, ms. */
const GATHER_MS = 250;

const AUDIT_COLUMNS = ['organization', 'vault', 'identity', 'who', 'type', 'time', 'correlation'] as const;
const SESSION_INDEXES = ['checked_out_at', 'organization', 'identity', 'user', 'open'] as const;

const textOf = (of: Readonly<Record<string, unknown>>, field: string): string => of[field] as string;

/** The least that lists need: the audit's filter columns as integers, the fact itself staying in the log, and one table of sessions. */
export class FloorReads {
  private readonly database: Database;
  private readonly statements;
  private readonly numbers = new Map<string, number>();
  private waiting: FloorFact[] = [];

  constructor(folder: string) {
    this.database = new Database(join(folder, 'reads.db'), { synchronous: 'off', checkpointPages: 8000 });
    this.database.exec(`CREATE TABLE name (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
      CREATE TABLE place (position INTEGER NOT NULL) STRICT;
      INSERT INTO place VALUES (0);
      CREATE TABLE audit (position INTEGER PRIMARY KEY, ${AUDIT_COLUMNS.map((each) => `${each} INTEGER`).join(', ')}) STRICT;
      ${AUDIT_COLUMNS.map((each) => `CREATE INDEX audit_${each} ON audit (${each})`).join(';')};
      CREATE TABLE session (id TEXT PRIMARY KEY, checked_out_at TEXT, organization TEXT, identity TEXT, user TEXT, open INTEGER, doc TEXT) STRICT;
      ${SESSION_INDEXES.map((each) => `CREATE INDEX session_${each} ON session (${each}, checked_out_at)`).join(';')}`);
    this.statements = {
      name: this.database.prepare('INSERT INTO name VALUES (?, ?)'),
      place: this.database.prepare('UPDATE place SET position = ?'),
      audit: this.database.prepare(`INSERT INTO audit VALUES (?, ${AUDIT_COLUMNS.map(() => '?').join(', ')})`),
      begun: this.database.prepare('INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?)'),
      ended: this.database.prepare("UPDATE session SET open = 0, doc = json_set(doc, '$.endedAt', ?) WHERE id = ?"),
    };
  }

  /** Applied with what else comes within {@link GATHER_MS}, in one transaction. */
  take(fact: FloorFact): void {
    if (this.waiting.push(fact) === 1) setTimeout(() => this.write(), GATHER_MS);
  }

  private write(): void {
    const facts = this.waiting;
    this.waiting = [];
    this.database.transaction(() => {
      for (const fact of facts) {
        this.addToAudit(fact);
        this.addToSessions(fact);
      }
      this.statements.place.run([facts.at(-1)?.position]);
    });
  }

  private addToAudit({ position, type, data, metadata }: FloorFact): void {
    const { email } = metadata['actor'] as { readonly email: string };
    const names = [textOf(data, 'organizationId'), textOf(data, 'identityGroupId'), textOf(data, 'identityId')];
    const time = Date.parse(textOf(metadata, 'time'));
    const correlation = Number.parseInt(textOf(metadata, 'correlationId').slice(-12), 16);
    const columns = [...names, email, type].map((text) => this.numberOf(text));
    this.statements.audit.run([position, ...columns, time, correlation]);
  }

  private addToSessions({ type, data }: FloorFact): void {
    if (type === 'keyledger.identity-checked-out.v1') {
      const { sessionId, checkedOutAt, organizationId, identityId, userId } = data;
      const columns = [sessionId, checkedOutAt, organizationId, identityId, userId].map(String);
      this.statements.begun.run([...columns, 1, JSON.stringify(data)]);
    } else if (type === 'keyledger.identity-checked-in.v1') {
      this.statements.ended.run([textOf(data, 'endedAt'), textOf(data, 'sessionId')]);
    }
  }

  private numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.numbers.size + 1;
    this.numbers.set(text, number);
    this.statements.name.run([number, text]);
    return number;
  }
}
