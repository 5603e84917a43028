import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonLines, keyledger, reaching, type Environment } from '../support/application/command-line';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** What operators and auditors do from the command line, against a running server. */
let application: RunningApplication;
let fixture: Fixture;
let env: Environment;
let identityId: string;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-cli-'));
  application = await runningApplication();
  fixture = await newFixture(application);
  env = await reaching(application);
  identityId = (await fixture.newIdentity()).id;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await application.end();
});

/** What it printed, once it has ended well. */
const printed = async (...args: readonly string[]): Promise<string> => {
  const { status, stdout, stderr } = await keyledger(args, env);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
};

test('projections lists name, version, position, lag and state', async () => {
  const lines = (await printed('projections')).split('\n');
  expect(lines[0]).toMatch(/^NAME +VERSION +POSITION +LAG +STATE$/);
  expect(lines).toContainEqual(expect.stringMatching(/^identities +\d+ +\d{16,} +\d+ +running$/));
  const [all] = jsonLines(await printed('projections', '--json'));
  expect(all).toContainEqual(
    expect.objectContaining({ name: 'identities', version: expect.any(Number), state: 'running' }),
  );
});

test('projections rebuild watches until the new build is served', async () => {
  const before = await fixture.owner.ok('GET', '/identities');
  expect(await printed('projections', 'rebuild', 'identities')).toMatch(/identities is rebuilt/);
  expect(await fixture.owner.ok('GET', '/identities')).toEqual(before);
  const steps = jsonLines(await printed('projections', 'rebuild', 'audit_trail', '--json'));
  expect(steps.at(-1)).toMatchObject({ name: 'audit_trail', state: 'running' });
});

test('projections rebuild tells of a read model nobody has', async () => {
  const { status, stderr } = await keyledger(['projections', 'rebuild', 'nothing'], env);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('404 NOT_FOUND') });
});

test('replay prints every fact of a stream, over all its pages', async () => {
  const checkouts = 70;
  for (let n = 0; n < checkouts; n++) {
    const body = { reason: `visit ${n}`, durationMinutes: 5 };
    const { session } = await fixture.people.user.ok('POST', `/identities/${identityId}/checkout`, body);
    await fixture.people.user.ok('POST', `/sessions/${session.id}/checkin`);
    await fixture.owner.ok('PATCH', `/identities/${identityId}`, { name: `name ${n}` });
  }
  const facts = jsonLines(await printed('replay', `identity-${identityId}`, '--json'));
  expect(facts.length).toBeGreaterThan(200);
  expect(facts.map(({ revision }) => revision)).toEqual(facts.map((_, index) => index));
  expect(await printed('replay', `identity-${identityId}`)).toMatch(
    /^0 {2}\S+Z {2}keyledger\.identity-created\.v1 {2}by owner@example\.com\n {6}\{.*"name":"prod-db-admin"/,
  );
});

test('replay tells of a stream nobody has', async () => {
  const { status, stderr } = await keyledger(['replay', 'identity-nobody'], env);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/404 NOT_FOUND [^\n]+\n$/) });
});

test('audit export answers what the API answers, filtered and in order', async () => {
  const lines = jsonLines(await printed('audit', 'export', '--identity-id', identityId, '--order', 'asc'));
  expect(lines.map(({ type }) => type)).toContain('keyledger.identity-created.v1');
  expect(lines.map(({ position }) => position)).toEqual(lines.map(({ position }) => position).toSorted());
  expect(new Set(lines.map((entry) => entry.identityId))).toEqual(new Set([identityId]));
  const type = 'keyledger.identity-checked-out.v1';
  const byUser = await printed('audit', 'export', '--type', type, '--actor', fixture.people.user.email);
  expect(jsonLines(byUser)).toHaveLength(70);
  const refused = jsonLines(await printed('audit', 'export', '--outcome', 'refused'));
  expect(new Set(refused.map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
});

test('reports lists what there is, and writes one as the API answers it, of a past moment too', async () => {
  expect(jsonLines(await printed('reports', '--json')).map(({ id }) => id)).toContain('R14');
  expect(await printed('reports')).toMatch(/^R4 +Checkout register +--from --to$/m);
  const made = JSON.parse(await printed('reports', 'R4', '--organization-id', fixture.organizationId));
  expect(made.header.parameters).toEqual({ organizationId: fixture.organizationId });
  const again = JSON.parse(await printed('reports', 'R4', '--as-of', made.header.asOf));
  expect(again.rows).toEqual(made.rows);
  expect(await printed('reports', 'R4', '--format', 'csv')).toMatch(/^# report,"R4"\r\n/);
  expect(await printed('reports', 'R4', '--format', 'csv', '--bom')).toMatch(/^\uFEFF# report,"R4"\r\n/);
  const { status, stderr } = await keyledger(['reports', 'R1', '--days', '30'], env);
  expect([status, stderr]).toEqual([1, expect.stringContaining('days does not belong to R1')]);
});

test('reports --output writes a file for this user alone, replaces one, and leaves no half of one', async () => {
  const file = join(folder, 'r4.json');
  const readings = async () => (await fixture.owner.ok('GET', '/audit?type=keyledger.report-read.v1&limit=200')).items;
  const before = (await readings()).length;
  writeFileSync(file, 'x'.repeat(100_000), { mode: 0o644 });
  expect(await printed('reports', 'R4', '--output', file)).toMatch(/^Wrote \d+ bytes to .*r4\.json\.\n$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8')).header.report).toBe('R4');
  const nowhere = join(folder, 'no', 'r4.json');
  const run = await keyledger(['reports', 'R4', '--output', nowhere], env);
  expect(run).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/r4.json was not written: ENOENT/),
  });
  const refused = await keyledger(['reports', 'R4', '--from', 'yesterday', '--output', join(folder, 'bad.json')], env);
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('RFC 3339') });
  expect(readdirSync(folder).filter((name) => /bad|part/.test(name))).toEqual([]);
  // What could not be saved was not read.
  expect((await readings()).length - before).toBe(1);
});

test('audit export takes several types, and says once what is wrong with a filter', async () => {
  const types = ['--type', 'keyledger.identity-created.v1', '--type', 'keyledger.identity-checked-in.v1'];
  const lines = jsonLines(await printed('audit', 'export', '--identity-id', identityId, ...types));
  expect(new Set(lines.map(({ type }) => type))).toEqual(
    new Set(['keyledger.identity-created.v1', 'keyledger.identity-checked-in.v1']),
  );
  const { status, stderr } = await keyledger(['audit', 'export', '--from', 'yesterday'], env);
  expect(status).toBe(1);
  expect(stderr.match(/RFC 3339/g)).toHaveLength(1);
});

test('audit export writes OCSF and CEF, and an OCSF line is JSON', async () => {
  const filters = ['--identity-id', identityId, '--type', 'keyledger.identity-checked-out.v1'];
  const events = jsonLines(await printed('audit', 'export', '--format', 'ocsf', '--json', ...filters));
  expect(events).toHaveLength(70);
  expect(events[0]).toMatchObject({ class_uid: 3003, metadata: { version: '1.8.0' } });
  const lines = (await printed('audit', 'export', '--format', 'cef', ...filters)).trimEnd().split('\n');
  expect(lines).toHaveLength(70);
  expect(lines.filter((line) => !line.startsWith('CEF:0|Keyledger|Keyledger|1|'))).toEqual([]);
  expect(await printed('audit', 'export', '--format', 'csv', '--bom', ...filters)).toMatch(/^\uFEFF"id",/);
});

test('audit export writes a file for this user alone', async () => {
  const path = join(folder, 'audit.csv');
  const said = await printed('audit', 'export', '--format', 'csv', '--output', path, '--identity-id', identityId);
  expect(said).toBe(`Wrote ${statSync(path).size} bytes to ${path}.\n`);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/^"id","position","stream","type"/);
  expect(lines.filter((line) => line.includes(',"keyledger.identity-created.v1",'))).toHaveLength(1);
});

test('audit export with --json prints JSON: the entries, or what it wrote', async () => {
  const lines = jsonLines(await printed('audit', 'export', '--json', '--identity-id', identityId));
  expect(lines.length).toBeGreaterThan(0);
  const file = join(folder, 'told.csv');
  const [told] = jsonLines(await printed('audit', 'export', '--json', '--format', 'csv', '--output', file));
  expect(told).toEqual({ file, format: 'csv', bytes: statSync(file).size });
});

test('audit export tells of a file it can not write', async () => {
  const run = await keyledger(['audit', 'export', '--output', join(folder, 'no', 'file')], env);
  expect(run).toMatchObject({ status: 1, stderr: expect.stringMatching(/was not written: ENOENT[^\n]+\n$/) });
});

describeEmbedded('backups of our own', () => {
  test('backup says where it is, what is in it, and that the root key is apart', async () => {
    const elsewhere = await printed('backup');
    expect(elsewhere).toMatch(/Where +backups\/\S+ in the server's data folder/);
    expect(elsewhere).toMatch(/In it +every event up to position \d{16}, .* \d+ bytes/);
    expect(elsewhere).toMatch(/Not in it +the root key/);
    const here = { ...env, KEYLEDGER_DATA_DIR: application.dataDir };
    const { stdout } = await keyledger(['backup', '--json'], here);
    const [{ id, folder: made, bytes }] = jsonLines(stdout);
    expect(made).toBe(join(application.dataDir, 'backups', id));
    expect(existsSync(join(made, 'manifest.json'))).toBe(true);
    const sizes = ['events.db', 'material.db', 'evidence.db'].map((name) => statSync(join(made, name)).size);
    expect(bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });
});

test('a backup that can not be made is told', async () => {
  const make = jest.spyOn(application.adapters.backups, 'make').mockRejectedValue(new Error('no room'));
  const run = await keyledger(['backup'], env);
  make.mockRestore();
  expect(run).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^The backup \S+ could not be made/),
  });
}, 20_000);
