import { join, resolve } from 'node:path';
import type { Config, EvidenceKeySource, StoresConfig } from './config';
import { isAllEmbedded } from './stores';
import type { Variables } from './variables';

/** Beside the key, wherever it comes from: how far it has signed. */
const markIn = (dataDir: string): string => join(dataDir, 'evidence.mark');

/**
 * Where the key that signs checkpoints comes from: a file of the operator's; with all stores embedded a file made in the data
 * folder; else it follows from the root key, since every node needs the same one.
 */
export const evidenceKeySource = (
  { KEYLEDGER_EVIDENCE_KEY_FILE: file }: Variables,
  dataDir: string,
  stores: StoresConfig,
): EvidenceKeySource => {
  if (file !== undefined) {
    const path = resolve(file);
    return { from: 'file', path, mark: `${path}.mark` };
  }
  return isAllEmbedded(stores)
    ? { from: 'data-folder', path: join(dataDir, 'evidence.key'), mark: markIn(dataDir) }
    : { from: 'own-key', mark: markIn(dataDir) };
};

/** Which file says who cosigns checkpoints. */
export const evidencePolicy = ({
  KEYLEDGER_EVIDENCE_POLICY_FILE: file,
}: Variables): Pick<Config, 'evidencePolicyFile'> => (file === undefined ? {} : { evidencePolicyFile: resolve(file) });
