import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
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
import { allCheckpoints } from '../../src/adapters/material-store/embedded/embedded-checkpoints';
import { MaterialFile } from '../../src/adapters/material-store/embedded/material-file';
import { jsonLines, keyledger, reaching, type Environment, type Ran } from '../support/house/command-line';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newWorld, type World } from '../support/house/world';
import { until } from '../support/until';

/** A backup of a server that goes on, put into an empty folder, is a vault again. */
const root = mkdtempSync(join(tmpdir(), 'keyledger-restore-'));
let house: RunningHouse;
let world: World;
let kept: { id: string; value: string };
let held: { id: string; sessionId: string };
let later: { id: string };
let backup: string;
let key: Environment;
let folders = 0;

const folder = (): string => join(root, `folder${(folders += 1)}`);
const restore = (from: string, into: string, env: Environment = key, ...options: string[]): Promise<Ran> =>
  keyledger(['restore', from, ...options], { KEYLEDGER_DATA_DIR: into, ...env });

const AUDIT = '/audit?order=asc&limit=200';
const facts = (items: readonly { type: string; position: string }[]) =>
  items.filter(({ type }) => !type.startsWith('keyledger.audit-'));

beforeAll(async () => {
  house = await runningHouse();
  key = { KEYLEDGER_ROOT_KEY_FILE: join(house.dataDir, 'root.key') };
  world = await newWorld(house);
  kept = await world.newIdentity();
  const { id } = await world.newIdentity();
  const body = { reason: 'still at it', durationMinutes: 60 };
  const { session } = await world.people.user.ok('POST', `/identities/${id}/checkout`, body);
  held = { id, sessionId: session.id };
  const env = { ...(await reaching(house)), KEYLEDGER_DATA_DIR: house.dataDir };
  backup = jsonLines((await keyledger(['backup', '--json'], env)).stdout)[0].folder;
  later = await world.newIdentity();
});
afterAll(async () => {
  await house.end();
  rmSync(root, { recursive: true });
});

/** The backup, after somebody has been at it; with a manifest that fits, unless it is to be found out. */
const doctored = (name: string, change: (path: string) => void, covered = true): string => {
  const copy = folder();
  cpSync(backup, copy, { recursive: true });
  change(join(copy, name));
  if (covered) {
    const path = join(copy, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    for (const file of manifest.files) {
      file.sha256 = createHash('sha256')
        .update(readFileSync(join(copy, file.name)))
        .digest('hex');
    }
    writeFileSync(path, JSON.stringify(manifest));
  }
  return copy;
};
const inMaterial = (work: (file: MaterialFile) => void) => (path: string) => {
  const file = new MaterialFile(path);
  work(file);
  file.close();
};

/** It ended with one line, and left nothing in the folder that would pass for data. */
const expectRefused = (run: Ran, into: string, line: RegExp): void => {
  expect(run).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
  expect(run.stderr).toMatch(line);
  expect(readdirSync(into).filter((name) => !/^lock\.db|^root\.key$/.test(name))).toEqual([]);
};

test('what is restored serves: values, sessions, audit and what follows by itself', async () => {
  const into = join(folder(), 'data');
  const run = await restore(backup, into);
  expect(run).toMatchObject({ status: 0, stderr: '' });
  expect(run.stdout).toContain(`into ${into}\n`);
  expect(run.stdout).toMatch(/events +\d+, up to position \d{16}\n +streams +\d+\n +values +2, all of them open/);
  const again = await runningHouse({ dataDir: into, env: key });
  try {
    const owner = await again.as('owner@example.com');
    await until('the read models', async () => (await owner.get('//health/ready')).status === 200);
    const revealed = await owner.ok('POST', `/identities/${kept.id}/reveal`);
    expect(revealed.credential.value).toBe(kept.value);
    const before = facts((await world.owner.ok('GET', AUDIT)).items);
    const after = facts((await owner.ok('GET', AUDIT)).items);
    const told = after.filter(({ position }) => position <= (before.at(-1)?.position ?? ''));
    expect(told.length).toBeGreaterThan(50);
    expect(before.slice(0, told.length - 1)).toEqual(told.slice(0, -1));
    expect((await owner.get(`/identities/${later.id}`)).status).toBe(404);
    const user = await again.as(world.people.user.email);
    expect((await user.ok('GET', `/sessions/${held.sessionId}`)).status).toBe('active');
    await owner.ok('DELETE', `/identity-groups/${world.vaultId}/access/${world.grantIds['user']}`);
    await until('the end of the session', async () => {
      const { endedBy } = await owner.ok('GET', `/sessions/${held.sessionId}`);
      return endedBy === 'grant_revoked';
    });
  } finally {
    await again.end();
  }
});

test('what is restored is for its user alone, whoever could read the copy', async () => {
  const into = folder();
  const open = doctored('events.db', (path) => chmodSync(path, 0o444));
  expect(await restore(open, into)).toMatchObject({ status: 0 });
  const modes = ['', 'events.db', 'material.db', 'lock.db'].map((name) => statSync(join(into, name)).mode & 0o777);
  expect(modes).toEqual([0o700, 0o600, 0o600, 0o600]);
});

test('it tells what it found, for programs', async () => {
  const run = await restore(backup, folder(), key, '--json');
  const [told] = jsonLines(run.stdout);
  const manifest = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8'));
  const events = await house.adapters.eventStore.readAll({ limit: 100_000 });
  const copied = events.filter(({ position }) => position <= told.position);
  expect(told).toMatchObject({ id: manifest.id, madeAt: manifest.madeAt, missing: [], unopened: [], unclaimed: [] });
  expect(told).toMatchObject({ events: copied.length, streams: new Set(copied.map(({ stream }) => stream)).size });
});

test('policies go back to where all they had done is in the copy', async () => {
  const ahead = doctored(
    'material.db',
    inMaterial((file) => file.database.exec(`UPDATE checkpoint SET position = '${'9'.repeat(16)}'`)),
  );
  const into = folder();
  expect(await restore(ahead, into)).toMatchObject({ status: 0 });
  const { policies } = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8'));
  expect(Object.keys(policies).length).toBeGreaterThan(0);
  inMaterial((file) => expect(allCheckpoints(file)).toEqual(policies))(join(into, 'material.db'));
});

test('a value that no fact points to is kept for the grace period, and the others keep their age', async () => {
  const old = doctored(
    'material.db',
    inMaterial((file) =>
      file.database
        .exec(`UPDATE material SET stored_at = 1000; INSERT INTO material SELECT identity_id, 7, organization_id,
        vault_id, secret_version, scheme, box, 1000 FROM material WHERE identity_id = '${kept.id}'`),
    ),
  );
  const into = folder();
  const before = Date.now();
  const run = await restore(old, into, key, '--json');
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
  const noted = doctored(
    'material.db',
    inMaterial((file) =>
      file.database.exec(`INSERT INTO request VALUES
        ('before', 'f', 1, 1, '{"status":201,"ids":{},"position":"${'0'.repeat(15)}1"}'),
        ('after', 'f', 1, 1, '{"status":201,"ids":{},"position":"${'9'.repeat(16)}"}')`),
    ),
  );
  const into = folder();
  expect(await restore(noted, into)).toMatchObject({ status: 0 });
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
  const lacking = doctored(
    'material.db',
    inMaterial((file) => file.database.exec(`DELETE FROM material WHERE identity_id = '${kept.id}'`)),
  );
  expect(await restore(lacking, folder())).toMatchObject({
    status: 1,
    stderr: `Facts point to 1 values that are not in the copy: version 1 of identity ${kept.id}.\n`,
    stdout: expect.stringContaining('Restored backup'),
  });
});

test('the key in the folder is used; without any, nothing is opened, and that is told', async () => {
  const into = folder();
  mkdirSync(into);
  cpSync(key['KEYLEDGER_ROOT_KEY_FILE'] ?? '', join(into, 'root.key'));
  expect((await restore(backup, into, {})).stdout).toContain('all of them open with the root key');
  const run = await restore(backup, folder(), {});
  expect(run).toMatchObject({ status: 0, stderr: '' });
  expect(run.stdout).toMatch(/not opened: there was no root key[\s\S]+ as root\.key, or set KEYLEDGER_ROOT_KEY_FILE/);
});

test('another root key is told, and nothing is restored', async () => {
  const into = folder();
  const run = await restore(backup, into, { KEYLEDGER_ROOT_KEY: randomBytes(32).toString('base64') });
  expectRefused(run, into, /root key is not the one this backup is sealed under/);
});

test.each(['events.db', 'material.db'])('%s with one byte changed is told, and nothing is restored', async (name) => {
  const bad = doctored(
    name,
    (path) => {
      const bytes = readFileSync(path);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      writeFileSync(path, bytes);
    },
    false,
  );
  const into = folder();
  expectRefused(await restore(bad, into), into, new RegExp(`${name} of the backup .* SHA-256 differs`));
});

test.each<[string, string, (path: string) => void, RegExp]>([
  ['a backup that lacks a file', 'material.db', (path) => rmSync(path), /lacks material\.db/],
  ['a folder that is no backup', 'manifest.json', (path) => rmSync(path), /no finished backup: .*\(ENOENT\)/],
  ['a manifest that is none', 'manifest.json', (path) => writeFileSync(path, '{'), /no finished backup: .*JSON/],
  ['a backup of later', 'manifest.json', (path) => writeFileSync(path, '{"format":9}'), /another version/],
])('%s is told, and nothing is restored', async (_, name, change, line) => {
  const into = folder();
  expectRefused(await restore(doctored(name, change, false), into), into, line);
});

test('a folder that holds something is refused and left as it is', async () => {
  const into = folder();
  mkdirSync(into);
  writeFileSync(join(into, 'letter.txt'), 'dear');
  const run = await restore(backup, into);
  expect(run).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^[^\n]+ is not empty \(it holds letter\.txt\); [^\n]+\n$/),
  });
  expect(readdirSync(into)).toEqual(['letter.txt']);
});

test('a folder in use is refused, and who uses it goes on', async () => {
  const run = await restore(backup, house.dataDir);
  expect(run).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^[^\n]+ is in use by another Keyledger process; [^\n]+\n$/),
  });
  expect((await world.owner.ok('POST', `/identities/${kept.id}/reveal`)).credential.value).toBe(kept.value);
});

test('what a killed restore left behind does not stand in the way', async () => {
  const into = folder();
  mkdirSync(join(into, 'restoring'), { recursive: true });
  writeFileSync(join(into, 'restoring', 'events.db'), 'half');
  expect(await restore(backup, into)).toMatchObject({ status: 0 });
  expect(existsSync(join(into, 'restoring'))).toBe(false);
});

test.each([[[]], [['a', 'b']]])('restore %j is a wrong call', async (args) => {
  expect(await keyledger(['restore', ...args], key)).toMatchObject({ status: 2 });
});
