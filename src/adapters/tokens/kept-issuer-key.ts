import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issuerKeyOf, localIssuerKey, type LocalIssuerKey } from '../../../wire/local-issuer-key';
import type { SealedOwnKey } from '../../kernel/own-keys';
import { systemRandom } from '../outside/system-random';
import type { RootKeys } from '../sealing/root-keys';
import type { OwnKeys } from '../sealing/own-keys';
import { RootBoxKeys } from '../sealing/root-box-keys';
import { openOwnKey } from '../sealing/sealed-own-keys';

const fileIn = (dataDir: string): string => join(dataDir, 'issuer.key');

/**
 * Lays the sealed key of the built-in issuer beside the data, for `keyledger token`, which can't open a store that a server
 * works on; only where it is no longer the one that the root key alone tells. Replaced as a whole.
 */
export const keepIssuerKey = (
  dataDir: string,
  sealed: readonly SealedOwnKey[],
  ownKeys: OwnKeys,
  { rootKey }: RootKeys,
): void => {
  const path = fileIn(dataDir);
  const { version, bytes } = ownKeys.inForce('local-issuer');
  if (issuerKeyOf(bytes).kid === localIssuerKey(rootKey).kid) {
    rmSync(path, { force: true });
    return;
  }
  const key = sealed.find((each) => each.name === 'local-issuer' && each.version === version);
  if (key === undefined) return;
  const draft = `${path}.new`;
  writeFileSync(draft, JSON.stringify({ ...key, box: Buffer.from(key.box).toString('base64') }), { mode: 0o600 });
  renameSync(draft, path);
};

/** What lies there; undefined: the key is the one that the root key alone tells. Errors: `SealBroken`. */
export const keptIssuerKey = (dataDir: string, { rootKey, second }: RootKeys): LocalIssuerKey | undefined => {
  const path = fileIn(dataDir);
  if (!existsSync(path)) return undefined;
  const { box, ...key } = JSON.parse(readFileSync(path, 'utf8')) as Omit<SealedOwnKey, 'box'> & { box: string };
  const root = new RootBoxKeys(rootKey, systemRandom, second);
  return issuerKeyOf(openOwnKey({ ...key, box: Buffer.from(box, 'base64') }, root).bytes);
};
