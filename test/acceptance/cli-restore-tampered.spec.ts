import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ran } from '../support/application/command-line';
import { MadeBackup } from '../support/application/made-backup';
import { breakRowsOf } from '../support/application/broken-rows';
import { newFixture, type Fixture } from '../support/application/fixture';
import { signedAll } from '../support/application/evidence-of';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

/** A backup that somebody was at who does not hold the root key is not restored, whatever was written into its manifest. */
let application: RunningApplication;
let fixture: Fixture;
let backup: MadeBackup;
/** A folder. */
let older: string;
beforeAll(async () => {
  application = await runningApplication();
  const first = await MadeBackup.of(application);
  older = first.folder;
  fixture = await newFixture(application);
  await fixture.newIdentity();
  await signedAll(fixture.owner);
  backup = await MadeBackup.of(application);
}, 120_000);
afterAll(async () => {
  await application.end();
  backup.end();
});

const expectRefused = (run: Ran, into: string, line: RegExp): void => {
  expect(run).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^[^\n]+ (Nothing was restored|use another one)\.\n$/),
  });
  expect(run.stderr).toMatch(line);
  expect(existsSync(join(into, 'events.db'))).toBe(false);
};
const NEW_OWNER = `INSERT INTO events SELECT (SELECT max(position) + 1 FROM events), stream, revision + 1,
  'forged', 'keyledger.owner-added.v1', '{"userId":"USER","email":"mallory@example.com"}', metadata
  FROM events WHERE stream = 'account' ORDER BY revision DESC LIMIT 1`;
const newOwner = () => NEW_OWNER.replace('USER', fixture.userIds.stranger);
const EMAIL = `UPDATE events SET data = json_set(data, '$.email', 'mallory@example.com')
  WHERE type = 'keyledger.user-created.v1' AND stream = 'user-USER'`;
const newEmail = () => EMAIL.replace('USER', fixture.userIds.stranger);
const STRIPPED = `UPDATE events SET metadata = json_remove(metadata, '$.mac');
  DELETE FROM events WHERE stream = 'logSeal'; DELETE FROM stream_ends WHERE stream = 'logSeal'`;

test('a manifest that was computed anew without the key is told', async () => {
  const into = backup.newFolder();
  const forged = backup.doctored('events.db', breakRowsOf(newOwner()), 'without the key');
  expectRefused(
    await backup.restore(forged, into),
    into,
    /authentication code of the manifest is not for what it says/,
  );
});

test('so is one without a code, as an earlier release wrote it', async () => {
  const into = backup.newFolder();
  const bare = backup.doctored(
    'manifest.json',
    (path) => {
      const { mac: _, ...manifest } = JSON.parse(readFileSync(path, 'utf8'));
      writeFileSync(path, JSON.stringify(manifest));
    },
    false,
  );
  expectRefused(await backup.restore(bare, into), into, /manifest of the backup has no authentication code/);
});

test.each<[string, () => string, RegExp]>([
  ['a forged owner', newOwner, /Nothing proves account at revision \d+ \(keyledger\.owner-added\.v1\) of the backup/],
  ['a rewritten e-mail', newEmail, /Nothing proves user-\S+ at revision 0 \(keyledger\.user-created\.v1\)/],
  [
    'a back-dated fact',
    () => `UPDATE events SET metadata = json_set(metadata, '$.time', '2020-01-01T00:00:00.000Z')
      WHERE stream = 'user-${fixture.userIds.stranger}' AND revision = 0`,
    /Nothing proves user-\S+ at revision 0/,
  ],
  [
    'a fact under another name',
    () => `UPDATE events SET type = 'keyledger.user-switched-off.v1' WHERE stream = 'user-${fixture.userIds.stranger}'`,
    /Nothing proves user-\S+ at revision 0/,
  ],
  ['no codes and no seal', () => STRIPPED, /not sealed as the values in it say, or was never/],
])('with %s it is told by its place, though the manifest proves itself', async (_, sql, line) => {
  const into = backup.newFolder();
  expectRefused(await backup.restore(backup.doctored('events.db', breakRowsOf(sql())), into), into, line);
});

const user = () => `'user-${fixture.userIds.stranger}'`;
test.each<[string, () => string]>([
  [
    'the end of a stream cut off',
    () => `DELETE FROM events WHERE stream = 'account' AND revision = (SELECT max(revision) FROM events WHERE stream = 'account');
      DELETE FROM stream_ends WHERE stream = 'account'`,
  ],
  [
    'a stream that is gone',
    () => `DELETE FROM events WHERE stream = ${user()}; DELETE FROM stream_ends WHERE stream = ${user()}`,
  ],
  [
    'facts in another order',
    () => `UPDATE events SET position = -1 WHERE stream = ${user()} AND revision = 0;
      UPDATE events SET position = (SELECT max(position) + 1 FROM events) WHERE position = -1`,
  ],
])('with %s every fact in it proves itself, and the tree that was signed tells', async (_, sql) => {
  const into = backup.newFolder();
  const run = await backup.restore(backup.doctored('events.db', breakRowsOf(sql())), into);
  expectRefused(run, into, /parts from what was signed, at or before fact \d+: facts are gone or moved/);
});

const RENAMED = `UPDATE events SET data = json_set(data, '$.name', 'other') WHERE type = 'keyledger.identity-created.v1'`;

const CUT = `DELETE FROM events WHERE position > (SELECT max(position) FROM events) - 20;
  DELETE FROM stream_ends WHERE position > (SELECT max(position) FROM events)`;
/** Checkpoints of more facts than are left. */
const UNSIGNED = `DELETE FROM checkpoint WHERE size > (SELECT max(size) FROM checkpoint) - 21`;

test.each<[string, boolean | 'without the key', (folder: string) => void, RegExp]>([
  [
    'the end of the log cut off',
    true,
    (folder) => breakRowsOf(CUT)(join(folder, 'events.db')),
    /parts from what was signed/,
  ],
  [
    'the end cut off, and the checkpoints of it, under another manifest',
    'without the key',
    (folder) => {
      breakRowsOf(CUT)(join(folder, 'events.db'));
      breakRowsOf(UNSIGNED)(join(folder, 'evidence.db'));
    },
    /authentication code of the manifest is not for what it says/,
  ],
  [
    'the end cut off, and the checkpoints of it, by who can prove the manifest',
    true,
    (folder) => {
      breakRowsOf(CUT)(join(folder, 'events.db'));
      breakRowsOf(UNSIGNED)(join(folder, 'evidence.db'));
    },
    /not those its manifest names/,
  ],
  [
    'a fact deleted, and no checkpoints any more',
    'without the key',
    (folder) => {
      breakRowsOf(`DELETE FROM events WHERE stream = ${user()}`)(join(folder, 'events.db'));
      rmSync(join(folder, 'evidence.db'));
      const path = join(folder, 'manifest.json');
      const manifest = JSON.parse(readFileSync(path, 'utf8'));
      const files = manifest.files.filter(({ name }: { name: string }) => name !== 'evidence.db');
      writeFileSync(path, JSON.stringify({ ...manifest, files }));
    },
    /authentication code of the manifest is not for what it says/,
  ],
  [
    'the sealed values of an older backup',
    'without the key',
    (folder) => copyFileSync(join(older, 'material.db'), join(folder, 'material.db')),
    /authentication code of the manifest is not for what it says/,
  ],
  [
    'the events of an older backup',
    true,
    (folder) => copyFileSync(join(older, 'events.db'), join(folder, 'events.db')),
    /parts from what was signed/,
  ],
])('with %s it is not restored', async (_, covered, change, line) => {
  const into = backup.newFolder();
  expectRefused(await backup.restore(backup.doctored('.', change, covered), into), into, line);
});

test('an older backup proves itself, and the key that has signed more signs nothing over it', async () => {
  const into = join(backup.newFolder(), 'data');
  expect(await backup.restore(older, into)).toMatchObject({ status: 0 });
  for (const name of ['evidence.key', 'evidence.mark']) {
    copyFileSync(join(application.dataDir, name), join(into, name));
  }
  const again = await runningApplication({ dataDir: into, env: backup.key });
  try {
    const owner = await again.as('owner@example.com');
    await until('the end of signing', async () => (await owner.get('/evidence/checkpoint')).status === 503);
    expect((await owner.get('/evidence/checkpoint')).body).toMatchObject({ code: 'EVIDENCE_STOPPED', cause: 'cut' });
    expect((await owner.post('/organizations', { name: 'Goes on' })).status).toBe(201);
  } finally {
    await again.end();
  }
}, 120_000);

test('somebody can answer for it: that stands in the log, what was changed stays damage, and the rest serves', async () => {
  const into = join(backup.newFolder(), 'data');
  const forged = backup.doctored('events.db', breakRowsOf(`${newEmail()}; ${RENAMED}`), 'without the key');
  const why = 'the only copy there is';
  const run = await backup.restore(forged, into, backup.key, '--accept-unauthenticated', why);
  expect(run).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('NOTHING PROVED') });
  // The value is not thrown away because somebody changed the fact that names it.
  expect(run.stdout).toMatch(/values +1,.*\n +unclaimed +0\n/);
  const again = await runningApplication({ dataDir: into, env: backup.key });
  try {
    const owner = await again.as('owner@example.com');
    await until('the damage', async () => {
      const { items } = await owner.ok('GET', '/operations/damage');
      return items.some(({ stream }: { stream: string }) => stream === `user-${fixture.userIds.stranger}`);
    });
    const seals = await again.adapters.eventStore.readStream('logSeal', { limit: 9 });
    expect(seals.map(({ data }) => data)).toMatchObject([{ facts: 0 }, { facts: 0, reason: why }]);
  } finally {
    await again.end();
  }
}, 120_000);

test('to answer for it takes a reason', async () => {
  const run = await backup.restore(backup.folder, backup.newFolder(), backup.key, '--accept-unauthenticated', ' ');
  expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining('needs a reason') });
});
