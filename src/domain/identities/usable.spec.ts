import { CONNECTORS } from './connectors';
import { refuseUnusable } from './usable';

const HOSTS = ['host1'];
const keyProblem = (value: string) => (value === 'a key' ? undefined : 'no private key');
const judged = (connector: string | undefined, value: string, hostIds = HOSTS) =>
  refuseUnusable({ hostIds, ...(connector === undefined ? {} : { connector }) }, value, keyProblem)?.code ?? 'usable';

test.each<[string, string, string]>([
  ['linux-password', 'p a:ss~', 'usable'],
  ['linux-password', 'x'.repeat(511), 'usable'],
  ['linux-password', 'x'.repeat(512), 'CREDENTIAL_NOT_USABLE'],
  ['linux-password', 'pässword', 'CREDENTIAL_NOT_USABLE'],
  ['linux-password', 'two\nlines', 'CREDENTIAL_NOT_USABLE'],
  ['linux-password', 'pasted with its end\n', 'CREDENTIAL_NOT_USABLE'],
  ['linux-password', 'tab\there', 'CREDENTIAL_NOT_USABLE'],
  ['linux-password', '\u007f', 'CREDENTIAL_NOT_USABLE'],
  ['postgresql', 'x'.repeat(1024), 'usable'],
  ['postgresql', 'x'.repeat(1025), 'CREDENTIAL_NOT_USABLE'],
  ['postgresql', 'nul\0', 'CREDENTIAL_NOT_USABLE'],
  ['postgresql', 'pässword', 'CREDENTIAL_NOT_USABLE'],
  ['mysql', 'pässword', 'usable'],
  ['mysql', 'nul\0', 'CREDENTIAL_NOT_USABLE'],
  ['redis', 'two\nlines', 'CREDENTIAL_NOT_USABLE'],
  ['ldap', 'c1 \u0085', 'CREDENTIAL_NOT_USABLE'],
  ['ssh-authorized-keys', 'a key', 'usable'],
  ['ssh-authorized-keys', 'PuTTY', 'CREDENTIAL_NOT_USABLE'],
])('%s takes %j: %s', (connector, value, expected) => expect(judged(connector, value)).toBe(expected));

test('what is set nowhere may be anything', () => {
  for (const connector of Object.keys(CONNECTORS)) expect(judged(connector, 'é\n\0', [])).toBe('usable');
  expect(judged(undefined, 'é\n\0')).toBe('usable');
  expect(judged('constructor', 'é\n\0')).toBe('usable');
});

test('it says what is expected, and never the value', () => {
  const refusal = refuseUnusable({ connector: 'linux-password', hostIds: HOSTS }, 'geheím', keyProblem);
  expect(refusal?.detail).toContain('Expected: printable ASCII, 1 to 511 characters');
  expect(JSON.stringify(refusal)).not.toContain('geheím');
});
