import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyledger, type Ran } from '../support/application/command-line';
import { MadeBackup } from '../support/application/made-backup';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** A backup that is not what it should be, or a folder that is taken: told in one line, and nothing is touched. */
let application: RunningApplication;
let fixture: Fixture;
let kept: { id: string; value: string };
let backup: MadeBackup;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  kept = await fixture.newIdentity();
  backup = await MadeBackup.of(application);
});
afterAll(async () => {
  await application.end();
  backup.end();
});

/** It ended with one line, and left nothing in the folder that would pass for data. */
const expectRefused = (run: Ran, into: string, line: RegExp): void => {
  expect(run).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
  expect(run.stderr).toMatch(line);
  expect(readdirSync(into).filter((name) => !/^lock\.db|^root\.key$/.test(name))).toEqual([]);
};

test('another root key is told, and nothing is restored', async () => {
  const into = backup.newFolder();
  const run = await backup.restore(backup.folder, into, { KEYLEDGER_ROOT_KEY: randomBytes(32).toString('base64') });
  expectRefused(run, into, /root key is not the one this backup is sealed under/);
});

test.each(['events.db', 'material.db'])('%s with one byte changed is told, and nothing is restored', async (name) => {
  const bad = backup.doctored(
    name,
    (path) => {
      const bytes = readFileSync(path);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      writeFileSync(path, bytes);
    },
    false,
  );
  const into = backup.newFolder();
  expectRefused(await backup.restore(bad, into), into, new RegExp(`${name} of the backup .* SHA-256 differs`));
});

test.each<[string, string, (path: string) => void, RegExp]>([
  ['a backup that lacks a file', 'material.db', (path) => rmSync(path), /lacks material\.db/],
  ['a folder that is no backup', 'manifest.json', (path) => rmSync(path), /no finished backup: .*\(ENOENT\)/],
  ['a manifest that is none', 'manifest.json', (path) => writeFileSync(path, '{'), /no finished backup: .*JSON/],
  ['a backup of later', 'manifest.json', (path) => writeFileSync(path, '{"format":9}'), /another version/],
])('%s is told, and nothing is restored', async (_, name, change, line) => {
  const into = backup.newFolder();
  expectRefused(await backup.restore(backup.doctored(name, change, false), into), into, line);
});

test('a folder that holds something is refused and left as it is', async () => {
  const into = backup.newFolder();
  mkdirSync(into);
  writeFileSync(join(into, 'letter.txt'), 'dear');
  const run = await backup.restore(backup.folder, into);
  expect(run).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^[^\n]+ is not empty \(it holds letter\.txt\); [^\n]+\n$/),
  });
  expect(readdirSync(into)).toEqual(['letter.txt']);
});

test('a folder in use is refused, and who uses it goes on', async () => {
  const run = await backup.restore(backup.folder, application.dataDir);
  expect(run).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^[^\n]+ is in use by another Keyledger process; [^\n]+\n$/),
  });
  expect((await fixture.owner.ok('POST', `/identities/${kept.id}/reveal`)).credential.value).toBe(kept.value);
});

test.each([[[]], [['a', 'b']]])('restore %j is a wrong call', async (args) => {
  expect(await keyledger(['restore', ...args], backup.key)).toMatchObject({ status: 2 });
});
