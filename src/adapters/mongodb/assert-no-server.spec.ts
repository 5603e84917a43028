import { describeOnMongo, dropDatabases, newDatabase } from '../../../test/support/mongodb/databases';
import { assertNoServer, ServerAtWork } from './assert-no-server';
import { Mongo } from './mongo';
import { mongoLease } from './mongo-lease';

const TTL_MS = 1000;

describeOnMongo('who wants the stores alone', () => {
  let mongo: Mongo;
  beforeAll(async () => {
    mongo = await Mongo.open(newDatabase());
  });
  afterAll(async () => {
    await mongo.close();
    await dropDatabases();
  });

  test('has them where nobody ever held a lease, or gave it back', async () => {
    await assertNoServer(mongo);
    const lease = mongoLease(mongo);
    expect(await lease.hold('work', TTL_MS)).toBe(true);
    await lease.release('work');
    await assertNoServer(mongo);
  });

  test('is refused while one is renewed, by whichever process', async () => {
    const lease = mongoLease(mongo);
    await lease.hold('work', TTL_MS);
    const renewing = setInterval(() => void lease.hold('work', TTL_MS), 100);
    await expect(assertNoServer(mongo)).rejects.toThrow(ServerAtWork);
    clearInterval(renewing);
  });

  test('is refused when a process begins meanwhile', async () => {
    const looking = assertNoServer(mongo);
    const beginning = setInterval(() => void mongoLease(mongo).hold('another', TTL_MS), 50);
    await expect(looking).rejects.toThrow(ServerAtWork);
    clearInterval(beginning);
  });

  test('has them once a killed process has been silent for as long as a living one could be', async () => {
    await mongoLease(mongo).hold('left behind', TTL_MS);
    const startedAt = performance.now();
    await assertNoServer(mongo);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(TTL_MS);
  });
});
