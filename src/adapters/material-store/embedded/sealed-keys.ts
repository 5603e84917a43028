import type { SealedSecret, SealedVaultKeys } from '../../../kernel/material';
import type { MaterialStore } from '../../../kernel/material-store';
import type { MaterialFile } from './material-file';

const SECRET = 'organization_id AS organizationId, secret_version AS secretVersion, box';
const VAULT_KEYS =
  'organization_id AS organizationId, vault_id AS vaultId, salt, history_key AS historyKey, secret_version AS secretVersion';

const valuesOf = (k: SealedVaultKeys) => [k.vaultId, k.organizationId, k.salt, k.historyKey, k.secretVersion];

type SealedKeys = Pick<
  MaterialStore,
  | 'addSecret'
  | 'highestSecret'
  | 'secret'
  | 'destroySecretsBefore'
  | 'destroySecrets'
  | 'putVaultKeys'
  | 'replaceVaultKeys'
  | 'vaultKeys'
  | 'vaultKeysSealedBefore'
  | 'destroyVaultKeys'
>;

/** Sealed organization secrets and vault keys. */
export const sealedKeys = (file: MaterialFile): SealedKeys => {
  const { database } = file;
  const addSecret = database.prepare('INSERT OR IGNORE INTO secret VALUES (?, ?, ?)');
  const highestSecret = database.prepare<{ highest: number | null }>(
    'SELECT max(secret_version) AS highest FROM secret WHERE organization_id = ?',
  );
  const secret = database.prepare<SealedSecret>(
    `SELECT ${SECRET} FROM secret WHERE organization_id = ? AND secret_version = ?`,
  );
  const unused = (table: string) =>
    `NOT EXISTS (SELECT 1 FROM ${table} AS t WHERE t.organization_id = secret.organization_id AND t.secret_version = secret.secret_version)`;
  const destroySecrets = database.prepare(
    `DELETE FROM secret WHERE organization_id = ? AND secret_version < ? AND ${unused('material')} AND ${unused('vault_keys')}`,
  );
  const destroyAllSecrets = database.prepare('DELETE FROM secret WHERE organization_id = ?');
  const olderSecret = database.prepare('SELECT 1 FROM secret WHERE organization_id = ? AND secret_version < ? LIMIT 1');
  const putVaultKeys = database.prepare('INSERT OR IGNORE INTO vault_keys VALUES (?, ?, ?, ?, ?)');
  const replaceVaultKeys = database.prepare(
    `UPDATE vault_keys SET vault_id = ?, organization_id = ?, salt = ?, history_key = ?, secret_version = ?
     WHERE vault_id = ? AND secret_version = ?`,
  );
  const vaultKeys = database.prepare<SealedVaultKeys>(`SELECT ${VAULT_KEYS} FROM vault_keys WHERE vault_id = ?`);
  const sealedBefore = database.prepare<SealedVaultKeys>(
    `SELECT ${VAULT_KEYS} FROM vault_keys WHERE organization_id = ? AND secret_version < ? ORDER BY secret_version LIMIT ?`,
  );
  const secrets = file.cached(secret);
  const keysOfVaults = file.cached(vaultKeys);
  const destroyVaultKeys = database.prepare('DELETE FROM vault_keys WHERE vault_id = ?');

  return {
    addSecret: ({ organizationId, secretVersion, box }) =>
      file.write(() => addSecret.run([organizationId, secretVersion, box]).changes === 1),
    highestSecret: async (organizationId) => highestSecret.get([organizationId])?.highest ?? 0,
    secret: async (organizationId, secretVersion) => secrets.read([organizationId, secretVersion]),
    destroySecretsBefore: async (organizationId, secretVersion) => {
      await file.destroy(() => destroySecrets.run([organizationId, secretVersion]));
      return olderSecret.get([organizationId, secretVersion]) === undefined;
    },
    destroySecrets: (organizationId) => file.destroy(() => destroyAllSecrets.run([organizationId])),
    putVaultKeys: (keys) =>
      file.write(() => {
        putVaultKeys.run(valuesOf(keys));
        return vaultKeys.get([keys.vaultId]) ?? keys;
      }),
    replaceVaultKeys: (keys, oldSecretVersion) =>
      file.write(() => {
        keysOfVaults.forget([keys.vaultId]);
        return replaceVaultKeys.run([...valuesOf(keys), keys.vaultId, oldSecretVersion]).changes === 1;
      }),
    vaultKeys: async (vaultId) => keysOfVaults.read([vaultId]),
    vaultKeysSealedBefore: async (organizationId, secretVersion, limit) =>
      sealedBefore.all([organizationId, secretVersion, limit]),
    destroyVaultKeys: (vaultId) => file.destroy(() => destroyVaultKeys.run([vaultId])),
  };
};
