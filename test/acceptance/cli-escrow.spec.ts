import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyledger } from '../support/application/command-line';
import { newFixture, type Fixture } from '../support/application/fixture';
import { MadeBackup } from '../support/application/made-backup';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

const ROOT = join(__dirname, '../..');

/** The shell blocks of the drill in the manual, as an operator pastes them. */
const [onTheServer = '', onTheNewMachine = ''] = [
  ...(readFileSync(join(ROOT, 'docs/keys.md'), 'utf8').split('### The drill\n')[1]?.split('\n## ')[0] ?? '').matchAll(
    /```sh\n([\s\S]*?)```/g,
  ),
].map(([, block = '']) => block.replaceAll('npx --no keyledger', `${process.execPath} ${ROOT}/dist/cli/main.js`));

let application: RunningApplication;
let fixture: Fixture;
let backup: MadeBackup;
let folder: string;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
}, 120_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-escrow-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(async () => {
  await application.end();
  backup.end();
});

const paste = (script: string, cwd: string, env: Readonly<Record<string, string>> = {}) =>
  new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    // With a socket as its input bash takes itself for a remote shell, and reads files of the user's.
    const child = spawn('bash', ['--norc', '-c', `set -eu\n${script}`], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });

test('the drill of the manual: a backup and two shares open every value on a new machine', async () => {
  const identities = [await fixture.newIdentity(), await fixture.newIdentity()];
  backup = await MadeBackup.of(application);
  const [server, machine] = [join(folder, 'server'), join(folder, 'machine')];
  [server, machine].forEach((path) => mkdirSync(path));
  const split = await paste(onTheServer, server, { KEYLEDGER_DATA_DIR: application.dataDir });
  expect(split).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(join(server, 'shares'))).toHaveLength(3);
  for (const name of readdirSync(join(server, 'shares'))) {
    expect(statSync(join(server, 'shares', name)).mode & 0o777).toBe(0o600);
  }
  cpSync(join(server, 'shares'), join(machine, 'shares'), { recursive: true });
  cpSync(backup.folder, join(machine, 'backup'), { recursive: true });
  const drill = await paste(onTheNewMachine, machine);
  expect(drill).toMatchObject({ status: 0, stderr: '' });
  expect(drill.stdout).toMatch(/values +2, all of them open/);
  expect(statSync(join(machine, 'root.key')).mode & 0o777).toBe(0o600);
  const rootKey = readFileSync(join(application.dataDir, 'root.key'), 'utf8').trim();
  expect(`${split.stdout}${drill.stdout}`).not.toContain(rootKey);
  const again = await runningApplication({
    dataDir: join(machine, 'restored'),
    env: { KEYLEDGER_ROOT_KEY_FILE: join(machine, 'root.key') },
  });
  const owner = await again.as('owner@example.com');
  for (const { id, value } of identities) {
    expect((await owner.ok('POST', `/identities/${id}/reveal`)).credential.value).toBe(value);
  }
  await again.close();
}, 120_000);

test('shares are shown once a line, put together from standard input too, and a file is never written over', async () => {
  const shown = await keyledger(['escrow', '--threshold', '2', '--shares', '2'], {
    KEYLEDGER_DATA_DIR: application.dataDir,
  });
  expect(shown.stdout.trim().split('\n')).toHaveLength(2);
  writeFileSync(join(folder, 'shares.txt'), shown.stdout);
  const to = join(folder, 'root.key');
  const run = () => keyledger(['escrow', '--combine', join(folder, 'shares.txt'), '--to', to]);
  expect(await run()).toMatchObject({ status: 0 });
  expect(readFileSync(to, 'utf8')).toBe(readFileSync(join(application.dataDir, 'root.key'), 'utf8'));
  const over = await run();
  expect(over.status).toBe(1);
  expect(over.stderr).toContain('EEXIST');
});

test('shares beside a share that is there already are none: nothing is written, and what was there stays', async () => {
  const to = join(folder, 'shares');
  mkdirSync(to);
  const there = join(to, 'keyledger-share-2-of-3.txt');
  writeFileSync(there, 'of somebody else');
  const split = () =>
    keyledger(['escrow', '--threshold', '2', '--shares', '3', '--to', to], { KEYLEDGER_DATA_DIR: application.dataDir });
  const refused = await split();
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toContain('is there already, and nothing was written');
  expect(readdirSync(to)).toEqual(['keyledger-share-2-of-3.txt']);
  expect(readFileSync(there, 'utf8')).toBe('of somebody else');
  rmSync(there);
  expect(await split()).toMatchObject({ status: 0 });
  expect(readdirSync(to)).toHaveLength(3);
});

test('too few, mixed and mistyped shares are told, nothing is written, and no share is repeated', async () => {
  const split = async () =>
    (await keyledger(['escrow'], { KEYLEDGER_DATA_DIR: application.dataDir })).stdout.trim().split('\n');
  const [one, two] = [await split(), await split()];
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [one.slice(0, 2), /3 shares of set/],
    [[...one.slice(0, 2), two[2] ?? ''], /of another splitting/],
    [[...one.slice(0, 2), `${one[2]}x`], /is no share/],
  ];
  for (const [lines, says] of cases) {
    writeFileSync(join(folder, 'shares.txt'), lines.join('\n'));
    const run = await keyledger(['escrow', '--combine', join(folder, 'shares.txt'), '--to', join(folder, 'key')]);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(says);
    for (const line of lines) expect(run.stderr).not.toContain(line.split('.')[6]);
    expect(existsSync(join(folder, 'key'))).toBe(false);
  }
  for (const args of [['--threshold', '1'], ['--threshold', '6'], ['x'], ['--combine', 'x'], ['--shares', '300']]) {
    expect((await keyledger(['escrow', ...args], { KEYLEDGER_DATA_DIR: application.dataDir })).status).toBe(2);
  }
});
