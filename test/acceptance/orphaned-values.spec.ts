import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeEmbedded } from '../support/house/engines';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newWorld, type World } from '../support/house/world';
import { until } from '../support/until';

const FILES = ['events.db', 'events.db-wal', 'events.db-shm'];
const LOST_SECRET = 'a secret of the stretch that the log has lost';

/** The log is put back to an older copy; the values stored since are there, and no fact names them. */
describeEmbedded('a value that was set in a stretch the log has lost', () => {
  let house: RunningHouse;
  let world: World;
  let identity: { id: string; value: string };
  const copy = (from: (name: string) => string, to: (name: string) => string) => {
    for (const name of FILES) {
      rmSync(to(name), { force: true });
      if (existsSync(from(name))) cpSync(from(name), to(name));
    }
  };
  const here = (name: string) => join(house.dataDir, name);
  const kept = (name: string) => join(house.dataDir, '..', `older-${name}`);
  const started = async () => {
    house = await runningHouse({ dataDir: house.dataDir });
    world = { ...world, owner: await house.as('owner@example.com') };
  };
  const stored = () => house.adapters.materialStore.versions(identity.id);
  const orphans = async () =>
    (await world.owner.ok('GET', '/operations/damage')).items.filter(
      ({ kind }: { kind?: string }) => kind === 'orphaned',
    );
  const shown = async () => {
    const user = await house.as('user-1@example.com');
    const session = await user.post(`/identities/${identity.id}/checkout`, { reason: 'work', durationMinutes: 5 });
    if (session.status === 201) await user.ok('POST', `/sessions/${session.body.session.id}/checkin`, {});
    return { status: session.status, ...session.body.credential };
  };

  beforeAll(async () => {
    house = await runningHouse();
    world = await newWorld(house);
    identity = await world.newIdentity();
    await house.close();
    copy(here, kept);
    await started();
    await world.owner.ok('PUT', `/identities/${identity.id}/credential`, { credential: 'set and then forgotten' });
    await world.owner.ok('PUT', `/organizations/${world.organizationId}/secret`, { secret: LOST_SECRET });
    const { materialStore } = house.adapters;
    await until(
      'everything to be sealed by the newer secret',
      async () => (await materialStore.secret(world.organizationId, 1)) === undefined,
    );
    await house.close();
    copy(kept, here);
    await started();
  }, 60_000);
  afterAll(() => house.end());

  test('is kept and shown to owners, once', async () => {
    await until('it to be found', async () => (await orphans()).length > 0);
    expect(await orphans()).toMatchObject([{ kind: 'orphaned', identityId: identity.id, version: 2 }]);
    expect(await stored()).toEqual([1, 2]);
    await house.close();
    await started();
    expect(await orphans()).toHaveLength(1);
    const manager = await house.as('user-1@example.com');
    expect((await manager.get('/operations/damage')).status).toBe(403);
  });

  test('leaves what the log knows open, though its secret was replaced in that time', async () => {
    expect(await shown()).toMatchObject({ status: 201, value: identity.value, version: 1 });
  });

  test('is not overwritten by the next one, nor is the secret that seals it', async () => {
    const { materialStore } = house.adapters;
    const [value, secret] = [
      await materialStore.get(identity.id, 2),
      await materialStore.secret(world.organizationId, 2),
    ];
    await world.owner.ok('PUT', `/organizations/${world.organizationId}/secret`, {
      secret: 'yet another secret, with letters enough',
    });
    expect(await materialStore.secret(world.organizationId, 3)).toBeDefined();
    await until(
      'everything to be sealed by the newest secret',
      async () => (await materialStore.secret(world.organizationId, 2)) === undefined,
    );
    expect([value?.secretVersion, secret?.secretVersion]).toEqual([2, 2]);
    await world.owner.ok('PUT', `/identities/${identity.id}/credential`, { credential: 'set afterwards' });
    expect(await stored()).toEqual([1, 2, 3]);
    expect(await shown()).toMatchObject({ status: 201, value: 'set afterwards', version: 3 });
  });

  test('is destroyed only when an owner says so, with a reason, once', async () => {
    const [{ id }] = await orphans();
    const body = { reason: 'tried: no host takes it' };
    expect((await world.owner.post(`/operations/damage/${id}/settle`, {})).status).toBe(400);
    const user = await house.as('user-1@example.com');
    expect((await user.post(`/operations/damage/${id}/settle`, body)).status).toBe(403);
    expect(await stored()).toContain(2);
    expect(await world.owner.ok('POST', `/operations/damage/${id}/settle`, body)).toMatchObject({
      id,
      kind: 'orphaned',
    });
    await world.owner.ok('POST', `/operations/damage/${id}/settle`, body);
    expect(await stored()).toEqual([1, 3]);
    const facts = await house.adapters.eventStore.readStream('logLosses', { limit: 10 });
    expect(facts.map(({ type }) => type).filter((type) => type.includes('orphaned'))).toEqual([
      'keyledger.orphaned-value-found.v1',
      'keyledger.orphaned-value-settled.v1',
    ]);
  });
});
