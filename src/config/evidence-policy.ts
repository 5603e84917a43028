import { resolve } from 'node:path';
import type { Config } from './config';
import type { Variables } from './variables';

/** Which file says who cosigns checkpoints. */
export const evidencePolicy = ({
  KEYLEDGER_EVIDENCE_POLICY_FILE: file,
}: Variables): Pick<Config, 'evidencePolicyFile'> => (file === undefined ? {} : { evidencePolicyFile: resolve(file) });
