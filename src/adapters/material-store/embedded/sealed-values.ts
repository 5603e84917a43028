import type { MaterialAddress, SealedMaterial } from '../../../kernel/material';
import type { MaterialStore } from '../../../kernel/material-store';
import type { Statement } from '../../sqlite/statement';
import type { MaterialFile } from './material-file';

const ADDRESS = 'organization_id AS organizationId, vault_id AS vaultId, identity_id AS identityId, version';
const COLUMNS = `${ADDRESS}, secret_version AS secretVersion, scheme, box, stored_at AS storedAt`;

const valuesOf = (m: SealedMaterial) => [
  m.identityId,
  m.version,
  m.organizationId,
  m.vaultId,
  m.secretVersion,
  m.scheme,
  m.box,
  m.storedAt,
];

type SealedValues = Pick<
  MaterialStore,
  | 'add'
  | 'replace'
  | 'upgrade'
  | 'get'
  | 'versions'
  | 'destroy'
  | 'destroyIdentity'
  | 'scan'
  | 'sealedBefore'
  | 'countSealedBefore'
  | 'legacy'
>;

/** Sealed values, by identity and version. */
export const sealedValues = (file: MaterialFile): SealedValues => {
  const { database } = file;
  const add = database.prepare(
    'INSERT INTO material VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (identity_id, version) DO NOTHING',
  );
  // What was sealed anew is the same value in the same place: its address stays, and so do the indexes on it.
  const SEALED_ANEW = 'UPDATE material SET secret_version = ?, scheme = ?, box = ?, stored_at = ?';
  const replace = database.prepare(`${SEALED_ANEW} WHERE identity_id = ? AND version = ? AND secret_version = ?`);
  const upgrade = database.prepare(`${SEALED_ANEW} WHERE identity_id = ? AND version = ? AND scheme = 'v1'`);
  const get = database.prepare<SealedMaterial>(`SELECT ${COLUMNS} FROM material WHERE identity_id = ? AND version = ?`);
  const cache = file.cached(get);
  const legacy = database.prepare<SealedMaterial>(
    `SELECT ${COLUMNS} FROM material WHERE scheme = 'v1' AND organization_id = ? AND (identity_id, version) > (?, ?)
     ORDER BY identity_id, version LIMIT ?`,
  );
  const versions = database.prepare<{ version: number }>(
    'SELECT version FROM material WHERE identity_id = ? ORDER BY version',
  );
  const destroy = database.prepare('DELETE FROM material WHERE identity_id = ? AND version = ?');
  const destroyAll = ['material', 'retired'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE identity_id = ?`),
  );
  const scan = database.prepare<MaterialAddress>(
    `SELECT ${ADDRESS} FROM material WHERE (identity_id, version) > (?, ?) AND stored_at < ?
     ORDER BY identity_id, version LIMIT ?`,
  );
  const sealedBefore = database.prepare<SealedMaterial>(
    `SELECT ${COLUMNS} FROM material WHERE organization_id = ? AND secret_version < ? ORDER BY secret_version LIMIT ?`,
  );
  const countSealedBefore = database.prepare<{ n: number }>(
    'SELECT count(*) AS n FROM material WHERE organization_id = ? AND secret_version < ?',
  );

  /** False where what it was to take the place of does not stand there. */
  const sealedAnew = (by: Statement, material: SealedMaterial, ...more: readonly number[]): Promise<boolean> =>
    file.write(() => {
      const { identityId, version, secretVersion, scheme, box, storedAt } = material;
      const stood = by.run([secretVersion, scheme, box, storedAt, identityId, version, ...more]).changes === 1;
      if (stood) cache.forget([identityId, version]);
      return stood;
    });

  return {
    add: (material) =>
      file.write(() => {
        const isFree = add.run(valuesOf(material)).changes === 1;
        if (isFree) cache.forget([material.identityId, material.version]);
        return isFree;
      }),
    replace: (material, oldSecretVersion) => sealedAnew(replace, material, oldSecretVersion),
    upgrade: (material) => sealedAnew(upgrade, material),
    get: async (identityId, version) => cache.read([identityId, version]),
    versions: async (identityId) => versions.all([identityId]).map((row) => row.version),
    destroy: (identityId, version) => file.destroy(() => destroy.run([identityId, version])),
    destroyIdentity: (identityId) => file.destroy(() => destroyAll.forEach((one) => one.run([identityId]))),
    scan: async ({ storedBefore, after, limit }) =>
      scan.all([after?.identityId ?? '', after?.version ?? 0, storedBefore, limit]),
    sealedBefore: async (organizationId, secretVersion, limit) =>
      sealedBefore.all([organizationId, secretVersion, limit]),
    countSealedBefore: async (organizationId, secretVersion) =>
      countSealedBefore.get([organizationId, secretVersion])?.n ?? 0,
    legacy: async (organizationId, { after, limit }) =>
      legacy.all([organizationId, after?.identityId ?? '', after?.version ?? 0, limit]),
  };
};
