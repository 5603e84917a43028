import { copyFileSync } from 'node:fs';
import { MongoClient } from 'mongodb';
import { PROJECTIONS } from '../../projections/catalog';
import { freePort } from '../support/free-port';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { describeOnMongo, urlOf } from '../support/mongodb/databases';
import type { Json } from '../support/json';
import { until } from '../support/until';

const TIMEOUT_MS = 60_000;
const DATABASE = `keyledger_test_lost_${process.pid}`;

/** Read models and values in MongoDB, a log in EventStoreDB that is put back under a running server. */
describeOnMongo('what a log that was put back has lost, told from MongoDB', () => {
  let double: EventStoreDouble;
  let application: RunningApplication;
  let fixture: Fixture;

  const dropped = async () => {
    const client = await MongoClient.connect(urlOf(''));
    await client.db(DATABASE).dropDatabase();
    await client.close();
  };
  beforeAll(async () => {
    await dropped();
    double = await EventStoreDouble.start();
    const env = {
      KEYLEDGER_PORT: String(await freePort()),
      KEYLEDGER_EVENT_STORE: 'eventstoredb',
      EVENTSTORE_URL: double.url(),
      KEYLEDGER_READ_STORE: 'mongodb',
      MONGODB_URL: urlOf(DATABASE),
      KEYLEDGER_OWNER_EMAIL: 'owner@example.com',
    };
    application = await runningApplication({ env });
    fixture = await newFixture(application);
  }, 180_000);
  afterAll(async () => {
    await application.end();
    await double.end();
    await dropped();
  }, 60_000);

  const NAMES = PROJECTIONS.map(({ schema }) => schema.name);
  const current = async () => {
    const { projections } = application;
    await projections.waitFor(NAMES, await projections.head(), 5000);
    return (await projections.status()).every(({ current: is, state }) => is && state === 'running');
  };
  const rows = async (): Promise<Json[]> => (await fixture.owner.ok('GET', '/operations/damage')).items;

  test('what was taken away there is listed, and a request of that time is done anew', async () => {
    const { owner, userIds, vaultId, grantIds, organizationId } = fixture;
    const older = `${double.logPath}.older`;
    await until('everything to be known', current, TIMEOUT_MS);
    copyFileSync(double.logPath, older);
    await owner.ok('DELETE', `/identity-groups/${vaultId}/access/${grantIds['user']}`);
    await owner.ok('PATCH', `/users/${userIds.revealer}`, { active: false });
    const ghost = () =>
      owner.send('POST', '/identity-groups', { name: 'Ghost', organizationId }, { 'idempotency-key': 'ghost-1' });
    const first = await ghost();
    expect(first.status).toBe(201);
    await until('everything to be known', current, TIMEOUT_MS);
    await double.kill();
    copyFileSync(older, double.logPath);
    await double.restart();
    const listed = async () =>
      (await rows()).filter(({ kind }) => kind === 'lost').map(({ stream, type }) => [stream, type]);
    await until('it to be listed', async () => (await listed().catch(() => [])).length === 2, TIMEOUT_MS);
    expect(await listed()).toEqual([
      [`user-${userIds.revealer}`, 'keyledger.user-switched-off.v1'],
      [`vaultAccess-${vaultId}`, 'keyledger.grant-revoked.v1'],
    ]);
    await until('the lists to be current', () => current().catch(() => false), TIMEOUT_MS);
    const { items } = await owner.ok('GET', `/identity-groups/${vaultId}/access`);
    expect(items.map(({ id }: Json) => id)).toContain(grantIds['user']);
    const names = async () => (await owner.ok('GET', '/identity-groups')).items.map(({ name }: Json) => name);
    expect(await names()).not.toContain('Ghost');
    let again = await ghost();
    await until('an answer', async () => (again = await ghost()).status !== 503, TIMEOUT_MS);
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect((await names()).filter((name: string) => name === 'Ghost')).toHaveLength(1);
  }, 240_000);
});
