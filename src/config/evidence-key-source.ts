import { join, resolve } from 'node:path';
import type { EvidenceKeySource, StoresConfig } from './config';
import { valueOf, type Environment } from './environment';
import { isAllEmbedded } from './stores';

/** Beside the key, wherever it comes from: how far it has signed. */
const markIn = (dataDir: string): string => join(dataDir, 'evidence.mark');

/**
 * Where the key that signs checkpoints comes from: a file of the operator's; with all stores embedded a file made in the data
 * folder; else it follows from the root key, since every node needs the same one.
 */
export const evidenceKeySource = (env: Environment, dataDir: string, stores: StoresConfig): EvidenceKeySource => {
  const file = valueOf(env, 'KEYLEDGER_EVIDENCE_KEY_FILE');
  if (file !== undefined) {
    const path = resolve(file);
    return { from: 'file', path, mark: `${path}.mark` };
  }
  return isAllEmbedded(stores)
    ? { from: 'data-folder', path: join(dataDir, 'evidence.key'), mark: markIn(dataDir) }
    : { from: 'own-key', mark: markIn(dataDir) };
};
