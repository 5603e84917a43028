import { X509Certificate } from 'node:crypto';
import { BadConfiguration } from './bad-configuration';
import type { Config } from './config';
import { shown } from './environment';
import { readNamedFile } from './read-named-file';
import type { Variables } from './variables';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const authoritiesIn = (path: string): string => {
  const variable = 'KEYLEDGER_EVIDENCE_TSA_CA_FILE';
  const found = readNamedFile(variable, path).toString('latin1').match(CERTIFICATE) ?? [];
  try {
    if (found.length === 0) throw new Error('no certificate');
    return found.map((each) => new X509Certificate(each).toString()).join('');
  } catch {
    throw new BadConfiguration(
      `${variable} names ${shown(path)}, which holds no certificates in PEM; give those that the time-stamping authority's leads to.`,
    );
  }
};

/** Who stamps checkpoints. Throws {@link BadConfiguration}: a stamp by somebody who is not believed proves nothing. */
export const evidenceTimestamps = (variables: Variables): Pick<Config, 'evidenceTimestamps'> => {
  const {
    KEYLEDGER_EVIDENCE_TSA_URL: url,
    KEYLEDGER_EVIDENCE_TSA_CA_FILE: file,
    KEYLEDGER_EVIDENCE_TSA_INTERVAL_S: seconds,
    given,
  } = variables;
  if (url !== undefined && file !== undefined) {
    return { evidenceTimestamps: { url, authorities: authoritiesIn(file), intervalMs: seconds * 1000 } };
  }
  const lonely = [
    'KEYLEDGER_EVIDENCE_TSA_URL',
    'KEYLEDGER_EVIDENCE_TSA_CA_FILE',
    'KEYLEDGER_EVIDENCE_TSA_INTERVAL_S',
  ].find((name) => given.has(name));
  if (lonely === undefined) return {};
  throw new BadConfiguration(
    `${lonely} is set; a time-stamping authority needs both KEYLEDGER_EVIDENCE_TSA_URL and KEYLEDGER_EVIDENCE_TSA_CA_FILE: set both, or neither.`,
  );
};
