import type { Attestation, EvidenceStore, KeptCheckpoint } from '../../kernel/evidence-store';
import { openDataFile, type FileFormat } from '../sqlite/data-file';
import type { Database } from '../sqlite/database';
import { GroupCommit } from '../sqlite/group-commit';

const FORMAT: FileFormat = {
  mark: 'KLev',
  steps: [
    `CREATE TABLE checkpoint (
       log INTEGER NOT NULL, size INTEGER NOT NULL, origin TEXT NOT NULL, root TEXT NOT NULL, note TEXT NOT NULL,
       vkey TEXT NOT NULL, signed_at TEXT NOT NULL, PRIMARY KEY (log, size)
     ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE attestation (
       log INTEGER NOT NULL, size INTEGER NOT NULL, attested_by TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL,
       kept_at TEXT NOT NULL, PRIMARY KEY (log, size, attested_by)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX attestation_by ON attestation (log, attested_by, size)`,
  ],
};

const ATTESTED = 'log, size, attested_by AS "by", kind, content, kept_at AS keptAt';
const COLUMNS = 'log, size, origin, root, note, vkey, signed_at AS signedAt';

/** Throws what `openDataFile` throws. */
export const openEvidenceFile = (path: string): Database => openDataFile(path, FORMAT);

/** `evidence.db`: the signed checkpoints of one node. Throws what `openDataFile` throws. */
export const openEmbeddedEvidence = (path: string): EvidenceStore & { close(): void } => {
  const database = openEvidenceFile(path);
  const group = new GroupCommit(database);
  const keep = database.prepare(
    `INSERT INTO checkpoint (log, size, origin, root, note, vkey, signed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (log, size) DO NOTHING`,
  );
  const newest = database.prepare<KeptCheckpoint>(
    `SELECT ${COLUMNS} FROM checkpoint WHERE log = ? AND size <= ? ORDER BY size DESC LIMIT 1`,
  );
  const after = database.prepare<KeptCheckpoint>(
    `SELECT ${COLUMNS} FROM checkpoint WHERE log = ? AND size > ? ORDER BY size LIMIT ?`,
  );
  const attest = database.prepare(
    `INSERT INTO attestation (log, size, attested_by, kind, content, kept_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (log, size, attested_by) DO NOTHING`,
  );
  const attested = database.prepare<Attestation>(
    `SELECT ${ATTESTED} FROM attestation WHERE log = ? AND size > ? AND size <= ? ORDER BY size, attested_by`,
  );
  const lastAttested = database.prepare<Attestation>(
    `SELECT ${ATTESTED} FROM attestation WHERE log = ? ORDER BY size DESC, attested_by LIMIT ?`,
  );
  const lastBy = database.prepare<Attestation>(
    `SELECT ${ATTESTED} FROM attestation WHERE log = ? AND attested_by = ? ORDER BY size DESC LIMIT ?`,
  );
  const keys = database.prepare<{ vkey: string }>('SELECT vkey FROM checkpoint GROUP BY vkey ORDER BY max(log) DESC');
  return {
    keep: ({ log, size, origin, root, note, vkey, signedAt }) =>
      group.write(() => {
        keep.run([log, size, origin, root, note, vkey, signedAt]);
      }),
    newest: async (log, atMost = Number.MAX_SAFE_INTEGER) => newest.get([log, atMost]),
    after: async (log, size, limit) => after.all([log, size, limit]),
    keepAttestation: ({ log, size, by, kind, content, keptAt }) =>
      group.write(() => {
        attest.run([log, size, by, kind, content, keptAt]);
      }),
    attestations: async (log, above, atMost) => attested.all([log, above, atMost]),
    newestAttestations: async (log, limit, by) =>
      by === undefined ? lastAttested.all([log, limit]) : lastBy.all([log, by, limit]),
    keys: async () => keys.all().map(({ vkey }) => vkey),
    close: () => {
      group.close();
      database.close();
    },
  };
};
