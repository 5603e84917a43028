import { attestationId } from '../evidence/mongo-evidence-store';
import { entryOf } from '../../kernel/entry-of';
import type { Binary, Document } from 'mongodb';
import { canonicalJson } from '../../kernel/facts/canonical-json';
import type { RunReceipt } from '../../kernel/idempotency';
import { bytesOf } from '../material-store/mongodb/bytes-of';
import { ownKeyId } from '../material-store/mongodb/own-key-documents';
import { secretId } from '../material-store/mongodb/sealed-secrets';
import { valueId } from '../material-store/mongodb/sealed-values';
import type { RowValue, Row, TableName } from './tables';

/** A row as a document of a database. */
interface Shape {
  readonly collection: string;
  /** Columns by the names of the document's fields; what is null is absent there. */
  readonly fields: Readonly<Record<string, string>>;
  readonly id: (row: Row) => string;
  /** Where the id is a column and nothing else. */
  readonly idColumn?: string;
  readonly bytes?: readonly string[];
  /** What a document holds besides. */
  readonly besides?: (row: Row) => Document;
}

const text = (row: Row, column: string): string => String(entryOf(row, column));
const count = (row: Row, column: string): number => Number(entryOf(row, column));

/** All but the root key, which is a mark, and retired values, of which a document holds several. */
export const SHAPES: Readonly<Record<Exclude<TableName, 'rootKey' | 'retired'>, Shape>> = {
  ownKey: {
    collection: 'material_own_keys',
    fields: { name: 'name', version: 'version', made_at: 'madeAt', box: 'box' },
    id: (row) => ownKeyId(text(row, 'name'), count(row, 'version')),
    bytes: ['box'],
  },
  secret: {
    collection: 'material_secrets',
    fields: { organization_id: 'organizationId', secret_version: 'secretVersion', box: 'box' },
    id: (row) => secretId(text(row, 'organization_id'), count(row, 'secret_version')),
    bytes: ['box'],
  },
  vaultKeys: {
    collection: 'material_vault_keys',
    fields: {
      organization_id: 'organizationId',
      salt: 'salt',
      history_key: 'historyKey',
      secret_version: 'secretVersion',
    },
    id: (row) => text(row, 'vault_id'),
    idColumn: 'vault_id',
    bytes: ['salt', 'history_key'],
  },
  value: {
    collection: 'material_values',
    fields: {
      identity_id: 'identityId',
      version: 'version',
      organization_id: 'organizationId',
      vault_id: 'vaultId',
      secret_version: 'secretVersion',
      scheme: 'scheme',
      box: 'box',
      stored_at: 'storedAt',
    },
    id: (row) => valueId(text(row, 'identity_id'), count(row, 'version')),
    bytes: ['box'],
  },
  request: {
    collection: 'requests',
    fields: { fingerprint: 'fingerprint', since: 'since', begun_at: 'begunAt', receipt: 'receipt' },
    id: (row) => text(row, 'key'),
    idColumn: 'key',
    besides: (row) => ({ run: 1, sinceDate: new Date(count(row, 'since')) }),
  },
  checkpoint: {
    collection: 'checkpoints',
    fields: { position: 'position', event_id: 'eventId', mark: 'mark' },
    id: (row) => text(row, 'name'),
    idColumn: 'name',
  },
  presence: {
    collection: 'presence',
    fields: { host_id: 'hostId', seen_at: 'seenAt', last: 'last', before: 'before' },
    id: (row) => text(row, 'agent_id'),
    idColumn: 'agent_id',
  },
  tokenUse: {
    collection: 'token_use',
    fields: { used_at: 'usedAt' },
    id: (row) => text(row, 'token_id'),
    idColumn: 'token_id',
  },
  attestation: {
    collection: 'evidence_attestations',
    fields: {
      log: 'log',
      size: 'size',
      attested_by: 'by',
      kind: 'kind',
      content: 'content',
      kept_at: 'keptAt',
    },
    id: (row) => attestationId({ log: count(row, 'log'), size: count(row, 'size'), by: text(row, 'attested_by') }),
  },
  evidence: {
    collection: 'evidence_checkpoints',
    fields: {
      log: 'log',
      size: 'size',
      origin: 'origin',
      root: 'root',
      note: 'note',
      vkey: 'vkey',
      signed_at: 'signedAt',
    },
    id: (row) => `${count(row, 'log')}/${count(row, 'size')}`,
  },
};

/** The receipt of a request is an object in a database and a text in a file. */
const RECEIPT = 'receipt';

const cellOf = (column: string, value: unknown, bytes: readonly string[]): RowValue => {
  if (value === undefined || value === null) return null;
  if (bytes.includes(column)) return bytesOf(value as Uint8Array | Binary);
  return column === RECEIPT ? canonicalJson(value as RunReceipt) : (value as RowValue);
};

const fieldOf = (column: string, cell: RowValue): unknown =>
  column === RECEIPT && typeof cell === 'string' ? (JSON.parse(cell) as RunReceipt) : cell;

export const toDocument = ({ fields, id, besides }: Shape, row: Row): Document & { readonly _id: string } => ({
  _id: id(row),
  ...Object.fromEntries(
    Object.entries(fields)
      .filter(([column]) => (entryOf(row, column) ?? null) !== null)
      .map(([column, field]) => [field, fieldOf(column, entryOf(row, column) ?? null)]),
  ),
  ...besides?.(row),
});

export const toRow = ({ fields, idColumn, bytes = [] }: Shape, document: Document): Row => ({
  ...(idColumn === undefined ? {} : { [idColumn]: document['_id'] as string }),
  ...Object.fromEntries(
    Object.entries(fields).map(([column, field]) => [column, cellOf(column, entryOf(document, field), bytes)]),
  ),
});
