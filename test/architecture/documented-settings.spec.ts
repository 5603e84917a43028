import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentConfig, openTargets } from '../../agent/config/agent-config';
import { CONNECTORS } from '../../agent/connectors';
import { externalIssuers } from '../../src/config/external-issuer';
import { variablesOf } from '../../src/config/variables-of';

/** Files that pages show whole are read by what reads them where it runs: a slip in one would end somebody's start. */
const shownIn = (page: string): string =>
  /```json\n([^`]*)```/.exec(readFileSync(join(__dirname, '../../docs', page), 'utf8'))?.[1] ?? '';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-shown-'));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};

test('the list of issuers on the page on signing in is one that a server starts with', () => {
  const path = written('issuers.json', shownIn('sign-in.md'));
  const issuers = externalIssuers(variablesOf({ KEYLEDGER_JWT_ISSUERS_FILE: path }));
  expect(issuers.map(({ issuer }) => issuer)).toEqual([
    'https://id.example.com/realms/staff',
    'https://login.partner.example/v2.0',
  ]);
});

test('the configuration on the page on the agent is one that it starts with, each of its connectors too', () => {
  const shown = shownIn('agent.md').replace('/etc/keyledger/ca.pem', written('ca.pem', 'an authority'));
  const config = agentConfig(written('agent.json', shown));
  expect(config).toMatchObject({ ca: 'an authority', keyDays: 90 });
  expect([...openTargets(CONNECTORS, config).keys()]).toEqual(Object.keys(config.connectors));
});
