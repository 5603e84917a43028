import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from '../../test/support/self-signed';
import { BadConfiguration } from './bad-configuration';
import type { Environment } from './environment';
import { evidenceTimestamps } from './evidence-timestamps';
import { variablesOf } from './variables-of';

const judged = (env: Environment) => evidenceTimestamps(variablesOf(env));
const folder = mkdtempSync(join(tmpdir(), 'keyledger-tsa-config-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const { cert } = selfSigned();
const ca = file('ca.pem', `Some words.\n${cert}`);
afterAll(() => rmSync(folder, { recursive: true }));

const URL = 'http://timestamp.example.com/tsa';

test('nothing set: nothing is stamped', () => {
  expect(judged({})).toEqual({});
});

test('an authority, whom its certificates lead to, and how often', () => {
  expect(judged({ KEYLEDGER_EVIDENCE_TSA_URL: URL, KEYLEDGER_EVIDENCE_TSA_CA_FILE: ca })).toEqual({
    evidenceTimestamps: {
      url: URL,
      authorities: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/),
      intervalMs: 3_600_000,
    },
  });
  const more = { KEYLEDGER_EVIDENCE_TSA_INTERVAL_S: '600' };
  expect(judged({ KEYLEDGER_EVIDENCE_TSA_URL: URL, KEYLEDGER_EVIDENCE_TSA_CA_FILE: ca, ...more })).toMatchObject({
    evidenceTimestamps: { intervalMs: 600_000 },
  });
});

const both = { KEYLEDGER_EVIDENCE_TSA_URL: URL, KEYLEDGER_EVIDENCE_TSA_CA_FILE: ca };
test.each<[Environment, string]>([
  [{ KEYLEDGER_EVIDENCE_TSA_URL: URL }, 'set both, or neither'],
  [{ KEYLEDGER_EVIDENCE_TSA_CA_FILE: ca }, 'set both, or neither'],
  [{ KEYLEDGER_EVIDENCE_TSA_INTERVAL_S: '60' }, 'KEYLEDGER_EVIDENCE_TSA_INTERVAL_S is set'],
  [{ ...both, KEYLEDGER_EVIDENCE_TSA_CA_FILE: join(folder, 'none') }, 'ENOENT'],
  [{ ...both, KEYLEDGER_EVIDENCE_TSA_CA_FILE: file('empty', '') }, 'holds no certificates'],
  [{ ...both, KEYLEDGER_EVIDENCE_TSA_CA_FILE: file('bad', cert.replace('MII', 'MIX')) }, 'holds no certificates'],
  [{ ...both, KEYLEDGER_EVIDENCE_TSA_URL: 'ftp://x' }, 'RFC 3161'],
  [{ ...both, KEYLEDGER_EVIDENCE_TSA_URL: 'http://user:secret@x/' }, 'RFC 3161'],
  [{ ...both, KEYLEDGER_EVIDENCE_TSA_URL: 'http://x/?a=b' }, 'RFC 3161'],
  [{ ...both, KEYLEDGER_EVIDENCE_TSA_INTERVAL_S: '0' }, 'from 1 to 604800'],
])('%j ends the start with a line', (env, words) => {
  expect(() => judged(env)).toThrow(BadConfiguration);
  expect(() => judged(env)).toThrow(words);
});
