import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

test('owners see how every read model stands', async () => {
  const { items } = await fixture.owner.ok('GET', '/operations/projections');
  expect(items).toContainEqual(
    expect.objectContaining({ name: 'identities', version: expect.any(Number), state: 'running' }),
  );
});

test('a rebuilt read model shows what it showed before', async () => {
  await fixture.newIdentity();
  const before = await fixture.owner.ok('GET', '/identities');
  const { status, body } = await fixture.owner.post('/operations/projections/identities/rebuild');
  expect({ status, body }).toEqual({ status: 202, body: { name: 'identities' } });
  await until('the rebuild', async () => {
    const { items } = await fixture.owner.ok('GET', '/operations/projections');
    return items.every(({ state, lag }: { state: string; lag: number }) => state === 'running' && lag === 0);
  });
  expect(await fixture.owner.ok('GET', '/identities')).toEqual(before);
});

test('a read model nobody has is not found', async () => {
  const { body } = await fixture.owner.post('/operations/projections/nothing/rebuild');
  expect(body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
});

describeEmbedded('backups of our own', () => {
  test('a backup is whole, for its owner alone, and without the root key', async () => {
    const { value } = await fixture.newIdentity();
    const { status, body } = await fixture.owner.post('/operations/backups');
    expect(status).toBe(202);
    const folder = join(application.dataDir, 'backups', body.id);
    await until('the backup', () => existsSync(join(folder, 'manifest.json')));
    expect(readdirSync(folder).toSorted()).toEqual(['events.db', 'evidence.db', 'manifest.json', 'material.db']);
    expect(statSync(join(application.dataDir, 'backups')).mode & 0o777).toBe(0o700);
    const rootKey = readFileSync(join(application.dataDir, 'root.key'), 'utf8').trim();
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      expect([rootKey, value].some((secret) => bytes.includes(secret))).toBe(false);
      expect(bytes.includes(Buffer.from(rootKey, 'base64'))).toBe(false);
    }
    const { items } = await fixture.owner.ok('GET', '/operations/backups');
    expect(items).toMatchObject([{ id: body.id }]);
    await until('the fact', async () => {
      const audit = await fixture.owner.ok('GET', '/audit?type=keyledger.backup-made.v1');
      return audit.items.length === 1;
    });
  });
});

test('nobody else does any of it, and each try is a fact', async () => {
  for (const person of [fixture.people.admin, fixture.people.manager, fixture.people.stranger]) {
    expect((await person.get('/operations/projections')).body.code).toBe('PERMISSION_DENIED');
    expect((await person.post('/operations/projections/identities/rebuild')).body.code).toBe('PERMISSION_DENIED');
    expect((await person.post('/operations/backups')).body.code).toBe('PERMISSION_DENIED');
  }
  const { items } = await fixture.owner.ok('GET', '/audit?type=keyledger.backup-make-refused.v1');
  expect(items).toHaveLength(3);
});
