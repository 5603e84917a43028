import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCheckpoints } from '../../src/adapters/material-store/embedded/embedded-checkpoints';
import { MaterialFile } from '../../src/adapters/material-store/embedded/material-file';
import { jsonLines } from '../support/application/command-line';
import { MadeBackup } from '../support/application/made-backup';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** A backup of a server that goes on, put into an empty folder, is a vault again. */
let application: RunningApplication;
let fixture: Fixture;
let kept: { id: string; value: string };
let held: { id: string; sessionId: string };
let later: { id: string };
let backup: MadeBackup;

const AUDIT = '/audit?order=asc&limit=200';
const facts = (items: readonly { type: string; position: string }[]) =>
  items.filter(({ type }) => !type.startsWith('keyledger.audit-'));

beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  kept = await fixture.newIdentity();
  const { id } = await fixture.newIdentity();
  const body = { reason: 'still at it', durationMinutes: 60 };
  const { session } = await fixture.people.user.ok('POST', `/identities/${id}/checkout`, body);
  held = { id, sessionId: session.id };
  backup = await MadeBackup.of(application);
  later = await fixture.newIdentity();
}, 120_000);
afterAll(async () => {
  await application.end();
  backup.end();
});

const inMaterial = (work: (file: MaterialFile) => void) => (path: string) => {
  const file = new MaterialFile(path);
  work(file);
  file.close();
};

test('what is restored serves: values, sessions, audit and what follows by itself', async () => {
  const into = join(backup.newFolder(), 'data');
  const run = await backup.restore(backup.folder, into);
  expect(run).toMatchObject({ status: 0, stderr: '' });
  expect(run.stdout).toContain(`into ${into}\n`);
  expect(run.stdout).toMatch(/events +\d+, up to position \d{16}\n +streams +\d+\n +values +2, all of them open/);
  const again = await runningApplication({ dataDir: into, env: backup.key });
  try {
    const owner = await again.as('owner@example.com');
    await until('the read models', async () => (await owner.get('//health/ready')).status === 200);
    const revealed = await owner.ok('POST', `/identities/${kept.id}/reveal`);
    expect(revealed.credential.value).toBe(kept.value);
    const before = facts((await fixture.owner.ok('GET', AUDIT)).items);
    const after = facts((await owner.ok('GET', AUDIT)).items);
    // Both logs have gone on since.
    const manifest = JSON.parse(readFileSync(join(backup.folder, 'manifest.json'), 'utf8'));
    const told = after.filter(({ position }) => position <= manifest.position);
    expect(told.length).toBeGreaterThan(50);
    expect(before.slice(0, told.length)).toEqual(told);
    expect((await owner.get(`/identities/${later.id}`)).status).toBe(404);
    const user = await again.as(fixture.people.user.email);
    expect((await user.ok('GET', `/sessions/${held.sessionId}`)).status).toBe('active');
    await owner.ok('DELETE', `/identity-groups/${fixture.vaultId}/access/${fixture.grantIds['user']}`);
    await until('the end of the session', async () => {
      const { endedBy } = await owner.ok('GET', `/sessions/${held.sessionId}`);
      return endedBy === 'grant_revoked';
    });
  } finally {
    await again.end();
  }
});

test('what is restored is for its user alone, whoever could read the copy', async () => {
  const into = backup.newFolder();
  const open = backup.doctored('events.db', (path) => chmodSync(path, 0o444));
  expect(await backup.restore(open, into)).toMatchObject({ status: 0 });
  const modes = ['', 'events.db', 'material.db', 'lock.db'].map((name) => statSync(join(into, name)).mode & 0o777);
  expect(modes).toEqual([0o700, 0o600, 0o600, 0o600]);
});

test('it tells what it found, for programs', async () => {
  const run = await backup.restore(backup.folder, backup.newFolder(), backup.key, '--json');
  const [told] = jsonLines(run.stdout);
  const manifest = JSON.parse(readFileSync(join(backup.folder, 'manifest.json'), 'utf8'));
  const events = await application.adapters.eventStore.readAll({ limit: 100_000 });
  const copied = events.filter(({ position }) => position <= told.position);
  expect(told).toMatchObject({ id: manifest.id, madeAt: manifest.madeAt, missing: [], unopened: [], unclaimed: [] });
  expect(told).toMatchObject({ events: copied.length, streams: new Set(copied.map(({ stream }) => stream)).size });
});

test('policies go back to where all they had done is in the copy', async () => {
  const ahead = backup.doctored(
    'material.db',
    inMaterial((file) => file.database.exec(`UPDATE checkpoint SET position = '${'9'.repeat(16)}'`)),
  );
  const into = backup.newFolder();
  expect(await backup.restore(ahead, into)).toMatchObject({ status: 0 });
  const { policies } = JSON.parse(readFileSync(join(backup.folder, 'manifest.json'), 'utf8'));
  expect(Object.keys(policies).length).toBeGreaterThan(0);
  inMaterial((file) => expect(allCheckpoints(file)).toEqual(policies))(join(into, 'material.db'));
});

test('a value that no fact points to is kept for the grace period, and the others keep their age', async () => {
  const old = backup.doctored(
    'material.db',
    inMaterial((file) =>
      file.database
        .exec(`UPDATE material SET stored_at = 1000; INSERT INTO material SELECT identity_id, 7, organization_id,
        vault_id, secret_version, scheme, box, 1000 FROM material WHERE identity_id = '${kept.id}'`),
    ),
  );
  const into = backup.newFolder();
  const before = Date.now();
  const run = await backup.restore(old, into, backup.key, '--json');
  // Sealed as version 1, so it does not open as version 7.
  const seven = { identityId: kept.id, version: 7 };
  expect(run).toMatchObject({ status: 1, stderr: expect.stringContaining(`version 7 of identity ${kept.id}`) });
  expect(jsonLines(run.stdout)[0]).toMatchObject({ values: 3, unclaimed: [seven], unopened: [seven], missing: [] });
  inMaterial((file) => {
    const ages = file.database.prepare<{ version: number; at: number }>(
      'SELECT version, stored_at AS at FROM material',
    );
    const [one, two, three] = ages.all().toSorted((a, b) => a.version - b.version);
    expect([one, two]).toEqual([
      { version: 1, at: 1000 },
      { version: 1, at: 1000 },
    ]);
    expect(three?.at).toBeGreaterThanOrEqual(before);
  })(join(into, 'material.db'));
});

test('a request answered after the copy runs anew, one before it does not', async () => {
  const noted = backup.doctored(
    'material.db',
    inMaterial((file) =>
      file.database.exec(`INSERT INTO request VALUES
        ('before', 'f', 1, 1, '{"status":201,"ids":{},"position":"${'0'.repeat(15)}1"}'),
        ('after', 'f', 1, 1, '{"status":201,"ids":{},"position":"${'9'.repeat(16)}"}')`),
    ),
  );
  const into = backup.newFolder();
  expect(await backup.restore(noted, into)).toMatchObject({ status: 0 });
  inMaterial((file) => {
    const rows = file.database.prepare<{ key: string; since: number; done: number }>(
      "SELECT key, since, receipt IS NOT NULL AS done FROM request WHERE key IN ('before', 'after') ORDER BY key",
    );
    expect(rows.all()).toEqual([
      { key: 'after', since: 1, done: 0 },
      { key: 'before', since: 1, done: 1 },
    ]);
  })(join(into, 'material.db'));
});

test('facts that point to a value that is not in the copy are told', async () => {
  const lacking = backup.doctored(
    'material.db',
    inMaterial((file) => file.database.exec(`DELETE FROM material WHERE identity_id = '${kept.id}'`)),
  );
  expect(await backup.restore(lacking, backup.newFolder())).toMatchObject({
    status: 1,
    stderr: `Facts point to 1 values that are not in the copy: version 1 of identity ${kept.id}.\n`,
    stdout: expect.stringContaining('Restored backup'),
  });
});

test('the key in the folder is used; without any nothing is proven, and nothing restored', async () => {
  const into = backup.newFolder();
  mkdirSync(into);
  cpSync(backup.key['KEYLEDGER_ROOT_KEY_FILE'] ?? '', join(into, 'root.key'));
  expect((await backup.restore(backup.folder, into, {})).stdout).toContain('all of them open with the root key');
  const keyless = backup.newFolder();
  const run = await backup.restore(backup.folder, keyless, {});
  expect(run).toMatchObject({ status: 1, stdout: '' });
  expect(run.stderr).toMatch(/^There is no root key to prove the backup by; [^\n]+ as [^\n]+root\.key, or [^\n]+\n$/);
  expect(existsSync(join(keyless, 'events.db'))).toBe(false);
});

test('what a killed restore left behind does not stand in the way', async () => {
  const into = backup.newFolder();
  mkdirSync(join(into, 'restoring'), { recursive: true });
  writeFileSync(join(into, 'restoring', 'events.db'), 'half');
  expect(await backup.restore(backup.folder, into)).toMatchObject({ status: 0 });
  expect(existsSync(join(into, 'restoring'))).toBe(false);
});

test('signed checkpoints are in the copy, of facts that are in it; with the key put back the evidence goes on', async () => {
  const into = backup.newFolder();
  mkdirSync(into, { mode: 0o700 });
  cpSync(join(application.dataDir, 'evidence.key'), join(into, 'evidence.key'));
  expect(await backup.restore(backup.folder, into)).toMatchObject({ status: 0 });
  const again = await runningApplication({ dataDir: into, env: backup.key });
  try {
    const kept = await again.adapters.evidenceStore.newest(1, 1_000_000);
    expect(kept?.size).toBeGreaterThan(0);
    const owner = await again.as('owner@example.com');
    await until('a checkpoint', async () => (await owner.get('/evidence/checkpoint')).status === 200, 60_000);
  } finally {
    await again.end();
  }
});

test('without the key that signed them it signs no more, until an owner begins a new log of evidence', async () => {
  const into = join(backup.newFolder(), 'data');
  expect(await backup.restore(backup.folder, into)).toMatchObject({ status: 0 });
  const again = await runningApplication({ dataDir: into, env: backup.key });
  try {
    const owner = await again.as('owner@example.com');
    const stopped = async () => (await owner.get('/evidence/checkpoint')).body?.code === 'EVIDENCE_STOPPED';
    await until('the end of signing', stopped, 60_000);
    await owner.ok('POST', '/evidence/restart', { reason: 'the key is lost' });
    await until('a checkpoint', async () => (await owner.get('/evidence/checkpoint')).status === 200, 60_000);
  } finally {
    await again.end();
  }
});

test('checkpoints that the manifest names and are gone or changed are told', async () => {
  const gone = backup.doctored('evidence.db', () => undefined);
  rmSync(join(gone, 'evidence.db'));
  expect((await backup.restore(gone, backup.newFolder())).stderr).toContain('lacks evidence.db');
  const changed = backup.doctored('evidence.db', (path) => writeFileSync(path, 'x'), false);
  expect((await backup.restore(changed, backup.newFolder())).stderr).toContain('evidence.db of the backup');
});
