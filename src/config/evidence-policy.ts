import { resolve } from 'node:path';
import type { Config } from './config';
import { valueOf, type Environment } from './environment';

/** Which file says who cosigns checkpoints. */
export const evidencePolicy = (env: Environment): Pick<Config, 'evidencePolicyFile'> => {
  const file = valueOf(env, 'KEYLEDGER_EVIDENCE_POLICY_FILE');
  return file === undefined ? {} : { evidencePolicyFile: resolve(file) };
};
