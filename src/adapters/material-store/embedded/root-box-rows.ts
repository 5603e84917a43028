import type { OwnKeyName } from '../../../kernel/own-keys';
import type { RootBox, RootBoxes, RootKeyMark } from '../../../kernel/root-boxes';
import type { Database } from '../../sqlite/database';
import type { MaterialFile } from './material-file';

interface Row {
  readonly id: number;
  readonly a: string;
  readonly b: string | number;
  readonly c: number | null;
  readonly box: Uint8Array;
}

interface Table {
  readonly page: string;
  readonly replace: string;
  readonly of: (row: Row) => RootBox;
}

const after = (table: string, a: string, b: string, c: string, box: string) =>
  `SELECT rowid AS id, ${a} AS a, ${b} AS b, ${c} AS c, ${box} AS box FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`;

const TABLES: Readonly<Record<RootBox['kind'], Table>> = {
  secret: {
    page: after('secret', 'organization_id', 'secret_version', 'NULL', 'box'),
    replace: 'UPDATE secret SET box = ? WHERE organization_id = ? AND secret_version = ? AND box = ?',
    of: ({ a, b, box }) => ({ kind: 'secret', organizationId: a, secretVersion: b as number, box }),
  },
  salt: {
    page: after('vault_keys', 'organization_id', 'vault_id', 'NULL', 'salt'),
    replace: 'UPDATE vault_keys SET salt = ? WHERE organization_id = ? AND vault_id = ? AND salt = ?',
    of: ({ a, b, box }) => ({ kind: 'salt', organizationId: a, vaultId: b as string, box }),
  },
  'own-key': {
    page: after('own_key', 'name', 'version', 'made_at', 'box'),
    replace: 'UPDATE own_key SET box = ? WHERE name = ? AND version = ? AND box = ?',
    of: ({ a, b, c, box }) => ({
      kind: 'own-key',
      name: a as OwnKeyName,
      version: b as number,
      madeAt: c ?? 0,
      box,
    }),
  },
};

const KINDS = Object.keys(TABLES) as readonly RootBox['kind'][];

const nameOf = (box: RootBox): readonly [string, string | number] => {
  if (box.kind === 'secret') return [box.organizationId, box.secretVersion];
  return box.kind === 'salt' ? [box.organizationId, box.vaultId] : [box.name, box.version];
};

async function* pagesOf(database: Database, limit: number): AsyncIterable<readonly RootBox[]> {
  for (const kind of KINDS) {
    const { page, of } = TABLES[kind];
    const next = database.prepare<Row>(page);
    for (let rows = next.all([0, limit]); rows.length > 0; rows = next.all([rows.at(-1)?.id ?? 0, limit])) {
      yield rows.map(of);
    }
  }
}

/** What lies straight under the root key in one file, and which root key that is. */
export const rootBoxRows = (file: MaterialFile): RootBoxes => {
  const { database } = file;
  const find = database.prepare<{
    fingerprint: string;
    former: string | null;
    broken: number | null;
    generation: number;
  }>('SELECT fingerprint, former, broken, generation FROM root_key');
  const first = database.prepare('INSERT INTO root_key (fingerprint, former, broken, generation) VALUES (?, ?, ?, ?)');
  const change = database.prepare(
    'UPDATE root_key SET fingerprint = ?, former = ?, broken = ?, generation = ? WHERE fingerprint = ?',
  );
  const replacing = {
    secret: database.prepare(TABLES.secret.replace),
    salt: database.prepare(TABLES.salt.replace),
    'own-key': database.prepare(TABLES['own-key'].replace),
  };
  const mark = (): RootKeyMark | undefined => {
    const row = find.get();
    return (
      row && {
        fingerprint: row.fingerprint,
        generation: row.generation,
        ...(row.former === null ? {} : { former: row.former }),
        ...(row.broken === null ? {} : { broken: row.broken }),
      }
    );
  };
  return {
    mark: async () => mark(),
    setMark: ({ fingerprint, former, broken, generation }, instead) =>
      file.write(() => {
        if (mark()?.fingerprint !== instead) return false;
        const values = [fingerprint, former ?? null, broken ?? null, generation] as const;
        if (instead === undefined) first.run([...values]);
        else change.run([...values, instead]);
        return true;
      }),
    pages: (limit) => pagesOf(database, limit),
    replace: (changes) =>
      file.destroy(() => {
        for (const { read, box } of changes) replacing[read.kind].run([box, ...nameOf(read), read.box]);
      }),
  };
};
