import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from '../../test/support/self-signed';
import { BadConfiguration } from './bad-configuration';
import type { Environment } from './environment';
import { sinksConfig as judged, type SinksConfig } from './sinks';
import { variablesOf } from './variables-of';

const sinksConfig = (env: Environment): SinksConfig => judged(variablesOf(env));

const folder = mkdtempSync(join(tmpdir(), 'keyledger-sinks-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const ca = file('ca.pem', selfSigned().cert);
const token = file('token', 'klt_abc\n');
mkdirSync(join(folder, 'a-folder'));
afterAll(() => rmSync(folder, { recursive: true }));

test('nothing set: nothing is sent', () => {
  expect(sinksConfig({})).toEqual({});
});

test('several at once', () => {
  const path = join(folder, 'facts.jsonl');
  const found = sinksConfig({
    KEYLEDGER_SINK_FILE: path,
    KEYLEDGER_SINK_SYSLOG: 'tls://siem.example.com:6514',
    KEYLEDGER_SINK_SYSLOG_CA_FILE: ca,
    KEYLEDGER_SINK_HTTPS: 'https://10.0.0.7/events?source=x',
    KEYLEDGER_SINK_HTTPS_TOKEN_FILE: token,
    KEYLEDGER_SINK_HTTPS_CA_FILE: ca,
  });
  expect(found).toEqual({
    file: path,
    syslog: { host: 'siem.example.com', port: 6514, isSecure: true, ca: expect.any(Buffer) },
    https: { url: 'https://10.0.0.7/events?source=x', tokenFile: token, ca: expect.any(Buffer) },
  });
});

test.each(['tcp://127.0.0.1:514', 'tcp://[::1]:514', 'tcp://localhost:514', 'tls://[2001:db8::1]:6514'])(
  '%s is a syslog receiver',
  (url) => {
    expect(sinksConfig({ KEYLEDGER_SINK_SYSLOG: url }).syslog?.port).toBeGreaterThan(500);
  },
);

test('a file that it wrote before is gone on with', () => {
  const path = file('ours.jsonl', '{"kind":"fact","position":"1","fact":{}}\n');
  expect(sinksConfig({ KEYLEDGER_SINK_FILE: path }).file).toBe(path);
  expect(sinksConfig({ KEYLEDGER_SINK_FILE: file('empty', '') }).file).toBeDefined();
});

const SYSLOG = { KEYLEDGER_SINK_SYSLOG: 'tls://h:1' };
const HTTPS = { KEYLEDGER_SINK_HTTPS: 'https://h/' };
test.each<[Readonly<Record<string, string>>, string, string]>([
  [{ KEYLEDGER_SINK_FILE: join(folder, 'a-folder') }, 'KEYLEDGER_SINK_FILE', 'no file'],
  [{ KEYLEDGER_SINK_FILE: join(folder, 'nowhere', 'x') }, 'KEYLEDGER_SINK_FILE', 'ENOENT'],
  [{ KEYLEDGER_SINK_FILE: join(ca, 'x') }, 'KEYLEDGER_SINK_FILE', 'whose folder is none'],
  [{ KEYLEDGER_SINK_FILE: '/dev/null' }, 'KEYLEDGER_SINK_FILE', 'no file'],
  [{ KEYLEDGER_SINK_FILE: ca }, 'KEYLEDGER_SINK_FILE', 'something else'],
  [{ KEYLEDGER_SINK_SYSLOG: 'tcp://siem.example.com:514' }, 'KEYLEDGER_SINK_SYSLOG', 'in clear'],
  [{ KEYLEDGER_SINK_SYSLOG: 'tcp://localhost.example.com:514' }, 'KEYLEDGER_SINK_SYSLOG', 'in clear'],
  ...[
    'siem:6514',
    'tls://siem',
    'tls://siem:0',
    'tls://siem:70000',
    'udp://siem:514',
    'tls://u:s3cret@siem:1',
    'tls://siem:1/s3cret',
  ].map((url): [Readonly<Record<string, string>>, string, string] => [
    { KEYLEDGER_SINK_SYSLOG: url },
    'KEYLEDGER_SINK_SYSLOG',
    'tls://host:port',
  ]),
  [{ ...SYSLOG, KEYLEDGER_SINK_SYSLOG_CA_FILE: join(folder, 'none') }, 'KEYLEDGER_SINK_SYSLOG_CA_FILE', 'ENOENT'],
  [{ ...SYSLOG, KEYLEDGER_SINK_SYSLOG_CA_FILE: token }, 'KEYLEDGER_SINK_SYSLOG_CA_FILE', 'no certificate'],
  [{ KEYLEDGER_SINK_SYSLOG_CA_FILE: ca }, 'KEYLEDGER_SINK_SYSLOG_CA_FILE', 'set both'],
  [{ KEYLEDGER_SINK_HTTPS: 'http://siem.example.com/' }, 'KEYLEDGER_SINK_HTTPS', 'in clear'],
  ...['siem', 'ftp://siem/', 'https://u:s3cret@siem/', 'https://s3cret@siem/', 'https://siem/#x'].map(
    (url): [Readonly<Record<string, string>>, string, string] => [
      { KEYLEDGER_SINK_HTTPS: url },
      'KEYLEDGER_SINK_HTTPS',
      'KEYLEDGER_SINK_HTTPS_TOKEN_FILE',
    ],
  ),
  [{ ...HTTPS, KEYLEDGER_SINK_HTTPS_TOKEN_FILE: join(folder, 'none') }, 'KEYLEDGER_SINK_HTTPS_TOKEN_FILE', 'ENOENT'],
  [
    { ...HTTPS, KEYLEDGER_SINK_HTTPS_TOKEN_FILE: file('two', 's3cret two') },
    'KEYLEDGER_SINK_HTTPS_TOKEN_FILE',
    'no token',
  ],
  [{ ...HTTPS, KEYLEDGER_SINK_HTTPS_CA_FILE: token }, 'KEYLEDGER_SINK_HTTPS_CA_FILE', 'no certificate'],
  [{ KEYLEDGER_SINK_HTTPS_TOKEN_FILE: token }, 'KEYLEDGER_SINK_HTTPS_TOKEN_FILE', 'set both'],
])('%j stops the start with one line that names %s', (env, name, says) => {
  const load = () => sinksConfig(env);
  expect(load).toThrow(BadConfiguration);
  expect(load).toThrow(new RegExp(`^[^\\n]*${name}[^\\n]*${says.replaceAll(/[/.]/g, '\\$&')}[^\\n]*$`));
  expect(load).not.toThrow('s3cret');
});
