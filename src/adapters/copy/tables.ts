/** What lies outside of the log and must not be lost, as rows that are the same in every store. */
export type RowValue = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, RowValue>>;

/** Which file of the embedded stores, and which part of a database, holds a table. */
export type Part = 'material' | 'presence' | 'evidence';

export interface Table {
  readonly name: string;
  readonly part: Part;
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

const table = (part: Part, name: string, key: readonly string[], rest: readonly string[]): Table => ({
  name,
  part,
  key,
  columns: [...key, ...rest],
});

/** By the names that the embedded stores give them. */
export const TABLES = {
  rootKey: table('material', 'root_key', ['fingerprint'], ['former', 'broken', 'generation']),
  ownKey: table('material', 'own_key', ['name', 'version'], ['made_at', 'box']),
  secret: table('material', 'secret', ['organization_id', 'secret_version'], ['box']),
  vaultKeys: table(
    'material',
    'vault_keys',
    ['vault_id'],
    ['organization_id', 'salt', 'history_key', 'secret_version'],
  ),
  value: table(
    'material',
    'material',
    ['identity_id', 'version'],
    ['organization_id', 'vault_id', 'secret_version', 'scheme', 'box', 'stored_at'],
  ),
  retired: table('material', 'retired', ['identity_id', 'version'], ['hash']),
  request: table('material', 'request', ['key'], ['fingerprint', 'since', 'begun_at', 'receipt']),
  checkpoint: table('material', 'checkpoint', ['name'], ['position', 'event_id', 'mark']),
  presence: table('presence', 'presence', ['agent_id'], ['host_id', 'seen_at', 'last', 'before']),
  tokenUse: table('presence', 'token_use', ['token_id'], ['used_at']),
  attestation: table('evidence', 'attestation', ['log', 'size', 'attested_by'], ['kind', 'content', 'kept_at']),
  evidence: table('evidence', 'checkpoint', ['log', 'size'], ['origin', 'root', 'note', 'vkey', 'signed_at']),
} as const;

export type TableName = keyof typeof TABLES;

export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

/** Where tables lie: embedded files or a database. */
export interface Tables {
  /** Pages of all rows, in any order. */
  read(name: TableName): AsyncIterable<readonly Row[]>;
  /** Durable when answered; what stands there is replaced. */
  write(name: TableName, rows: readonly Row[]): Promise<void>;
  clear(name: TableName): Promise<void>;
}
