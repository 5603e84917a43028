import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyledger, reaching } from '../support/application/command-line';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

/** Help, exit codes, and one clear line for whatever stands in the way. */
let application: RunningApplication;
beforeAll(async () => {
  application = await runningApplication();
});
afterAll(() => application.end());

const ONLINE = [
  'demo',
  'projections',
  'projections rebuild identities',
  'replay account',
  'audit export',
  'reports R1',
  'backup',
];
const NAMES = ['token', 'demo', 'projections', 'replay', 'audit', 'reports', 'backup', 'restore'];

const failure = (line: RegExp) => ({ status: 1, stdout: '', stderr: expect.stringMatching(line) });

test('help lists every command, and each has its own', async () => {
  const help = await keyledger(['--help']);
  expect(help).toMatchObject({ status: 0, stderr: '' });
  for (const name of NAMES) {
    expect(help.stdout).toContain(`keyledger ${name} `);
    const own = await keyledger([name, '--help']);
    expect(own).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(`^keyledger ${name} `) });
  }
});

test.each<[string, readonly string[]]>([
  ['no command', []],
  ['an unknown command', ['launch']],
  ['an unknown option', ['projections', '--loud']],
  ['an unknown word', ['projections', 'burn']],
  ['a rebuild of nothing', ['projections', 'rebuild']],
  ['a replay of nothing', ['replay']],
  ['a replay of two', ['replay', 'a', 'b']],
  ['an audit without a word', ['audit']],
  ['an unknown format', ['audit', 'export', '--format', 'pdf']],
  ['CSV as JSON', ['audit', 'export', '--format', 'csv', '--json']],
  ['JSON Lines for Excel', ['audit', 'export', '--bom']],
  ['a report in JSON for Excel', ['reports', 'R1', '--format', 'json', '--bom']],
  ['CEF as JSON', ['audit', 'export', '--format', 'cef', '--json']],
  ['two reports', ['reports', 'R1', 'R2']],
  ['a report as CSV in JSON', ['reports', 'R1', '--format', 'csv', '--json']],
  ['a backup to somewhere', ['backup', '/tmp']],
])('%s is a wrong call', async (_, args) => {
  const { status } = await keyledger(args, await reaching(application));
  expect(status).toBe(2);
});

/** Each command with an option that it does not know, with a word too many, and without what it needs. */
const WRONG_CALLS: Readonly<Record<string, readonly string[]>> = {
  token: ['a --email a@example.com', '', '--email', '--email nobody'],
  demo: ['launch', 'incident now', 'receivers', 'receivers --secret s --smtp-port x'],
  projections: ['burn', 'rebuild', 'rebuild a b'],
  replay: ['', 'a b'],
  audit: ['', 'export now', 'export --format pdf'],
  rotation: ['', 'a b', 'a --timeout 3', 'a --watch --timeout soon'],
  backup: ['there'],
  backups: ['burn', 'prune', 'prune --keep some', '--keep 3'],
  restore: ['', 'a b'],
  copy: ['', 'a --to b'],
  settle: ['a', 'a b --reason r', '--reason r'],
  'recover-owner': ['', 'a --email a@example.com --reason r', '--email a@example.com', '--subject none --reason r'],
  keys: ['none --reason r', '--at-once', 'join-tokens'],
  escrow: ['a', '--threshold x', '--threshold 5 --shares 3', '--combine a', '--combine a --to b --shares 3'],
  'upgrade-material': ['now'],
  import: ['a.csv', 'a --organization b', '--organization b', 'a.csv b.csv --organization c'],
  reports: ['R1 R2', 'R1 --format pdf', 'R1 --bom'],
  evidence: ['', 'burn --out a', 'bundle', 'bundle now --out a'],
  verify: ['', 'a', 'a b --key k', 'a --key none'],
  witness: ['', '--key a', 'a --key b --log c --state d --listen e', '--key a --log b --state c --listen d'],
  agent: [
    'now',
    '',
    '--server https://localhost:1',
    '--server none --token t',
    '--server http://example.com --token t',
  ],
};

test('the commands that are called wrongly are all there are', async () => {
  const { stdout } = await keyledger(['--help']);
  const names = [...stdout.matchAll(/^ {2}keyledger (\S+) /gm)].map(([, name]) => name);
  expect(names.toSorted()).toEqual(Object.keys(WRONG_CALLS).toSorted());
});

test.each(Object.entries(WRONG_CALLS))('%s called wrongly ends with 2, and does nothing', async (name, calls) => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-called-wrongly-'));
  const ends = [...calls, '--loud'].map(async (call, n) => {
    const own = join(folder, String(n));
    mkdirSync(own);
    const env = { HOME: own, KEYLEDGER_DATA_DIR: join(own, 'data') };
    const words = call.split(' ').filter((word) => word !== '');
    // An agent keeps a second one out of its folder, which is the machine's where root calls it.
    const place = name === 'agent' ? ['--state-dir', join(own, 'state')] : [];
    const { status, stdout, stderr } = await keyledger([name, ...words, ...place], env);
    return { call, status, stdout, tells: stderr.trim() !== '' };
  });
  expect(await Promise.all(ends)).toEqual(
    [...calls, '--loud'].map((call) => ({ call, status: 2, stdout: '', tells: true })),
  );
  rmSync(folder, { recursive: true });
});

test.each(ONLINE)('%s needs a token', async (call) => {
  expect(await keyledger(call.split(' '), { KEYLEDGER_URL: application.url })).toEqual(
    failure(/^KEYLEDGER_TOKEN is not set; [^\n]+npx --no keyledger token [^\n]+\n$/),
  );
});

test.each(ONLINE)('%s tells that nobody answers', async (call) => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  free.close();
  const line = new RegExp(`^No Keyledger server answers at http://127.0.0.1:${port} \\(ECONNREFUSED\\); [^\\n]+\\n$`);
  expect(await keyledger(call.split(' '), { KEYLEDGER_PORT: String(port), KEYLEDGER_TOKEN: 't' })).toEqual(
    failure(line),
  );
});

test.each(ONLINE)('%s tells that the token is not accepted', async (call) => {
  expect(await keyledger(call.split(' '), { KEYLEDGER_URL: application.url, KEYLEDGER_TOKEN: 'nonsense' })).toEqual(
    failure(/^The server does not accept the token in KEYLEDGER_TOKEN [^\n]+ npx --no keyledger token [^\n]+\n$/),
  );
});

test.each(ONLINE)('%s tells that this user may not', async (call) => {
  const { status, stderr } = await keyledger(call.split(' '), await reaching(application, 'nobody@example.com'));
  expect(status).toBe(1);
  expect(stderr).toMatch(/^[A-Z]+ \/\S+ was refused: 40[34] (PERMISSION_DENIED|NOT_FOUND) [^\n]+\n$/);
});

test('fields that are wrong are named', async () => {
  const run = await keyledger(['audit', 'export', '--from', 'yesterday'], await reaching(application));
  expect(run).toEqual(failure(/^GET \/audit\/export was refused: 400 VALIDATION_FAILED from must be [^\n;]+\n$/));
});

test('an address that is none is told', async () => {
  const env = { ...(await reaching(application)), KEYLEDGER_URL: 'localhost' };
  expect(await keyledger(['projections'], env)).toEqual(failure(/^KEYLEDGER_URL is "localhost"; [^\n]+\n$/));
});

describe('behind an address that is somebody else', () => {
  let other: Server;
  const asked: string[] = [];
  const env = () => ({
    KEYLEDGER_URL: `http://127.0.0.1:${(other.address() as AddressInfo).port}`,
    KEYLEDGER_TOKEN: 't',
  });
  beforeAll(async () => {
    other = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url?.includes('streams') === true) {
        response.writeHead(302, { location: '/elsewhere' }).end();
      } else if (request.url?.includes('export') === true) {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half of it\n', () => response.destroy());
      } else {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
      }
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
  });
  afterAll(() => other.close());

  test('a page is not taken for an answer', async () => {
    expect(await keyledger(['projections'], env())).toEqual(failure(/ is no Keyledger server; [^\n]+\n$/));
  });

  test('the token is not carried to where it points', async () => {
    expect(await keyledger(['replay', 'account'], env())).toEqual(failure(/^No Keyledger server answers at /));
    expect(asked).not.toContain('/elsewhere');
  });

  test('half an export is told', async () => {
    const run = await keyledger(['audit', 'export'], env());
    expect(run).toMatchObject({ status: 1, stderr: 'The connection broke before everything had come.\n' });
    const path = `${tmpdir()}/keyledger-half-${process.pid}`;
    const saved = await keyledger(['audit', 'export', '--output', path], env());
    expect(saved).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`${path} was not written: The connection`),
    });
    expect(existsSync(path)).toBe(false);
  });
});
