import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeEmbedded } from '../support/house/engines';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newWorld, type World } from '../support/house/world';
import { until } from '../support/until';

type Store = 'events' | 'material' | 'reads';
const filesOf = (store: Store) => [`${store}.db`, `${store}.db-wal`, `${store}.db-shm`];

/** What docs/recovery.md says of stores that are older than the rest, beside what settle-material-store and orphaned-values play. */
describeEmbedded('stores put back to an older copy, or gone, between two starts', () => {
  let house: RunningHouse;
  let world: World;
  let worlds = 0;
  beforeEach(async () => {
    house = await runningHouse();
    world = await newWorld(house);
    worlds += 1;
  });
  afterEach(() => house.end());

  const copy = (store: Store, from: (name: string) => string, to: (name: string) => string) => {
    for (const name of filesOf(store)) {
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
  let made = 0;
  const newIdentity = async () => {
    const value = `value ${(made += 1)}`;
    const body = { identityGroupId: world.vaultId, name: `db ${made}`, username: `admin-${made}` };
    const asked = { ...body, credential: value, credentialType: 'password' };
    const { id } = await world.owner.ok('POST', '/identities', asked);
    return { id, value };
  };
  /** Stops, does something to the files, and starts again. */
  const between = async (work: () => void) => {
    await house.close();
    work();
    await started();
  };
  const checkOut = async (id: string) =>
    (await house.as(`user-${worlds}@example.com`)).post(`/identities/${id}/checkout`, {
      reason: 'work',
      durationMinutes: 30,
    });
  const listed = async (): Promise<string[]> =>
    (await world.owner.ok('GET', '/identities')).items.map(({ id }: { id: string }) => id).toSorted();

  test('sealed values older than the log: what is missing is told, nothing is shown, and no number is given again', async () => {
    const { id, value } = await newIdentity();
    await between(() => copy('material', here, kept));
    await world.owner.ok('PUT', `/identities/${id}/credential`, { credential: 'stored after the copy' });
    await between(() => copy('material', kept, here));
    const untouched = await newIdentity();
    expect(await checkOut(id)).toMatchObject({ status: 503, body: { code: 'VALUE_MISSING' } });
    expect(await checkOut(untouched.id)).toMatchObject({ status: 201 });
    const facts = await house.adapters.eventStore.readStream(`identity-${id}`, { limit: 100 });
    expect(facts.map(({ type }) => type)).not.toContain('keyledger.identity-checked-out.v1');
    await world.owner.ok('PUT', `/identities/${id}/credential`, { credential: value });
    expect(await checkOut(id)).toMatchObject({ status: 201, body: { credential: { value, version: 3 } } });
    expect(await house.adapters.materialStore.versions(id)).toEqual([1, 3]);
  });

  test('places of policies older than the log: what they did is done once', async () => {
    const { id } = await newIdentity();
    await between(() => copy('material', here, kept));
    expect((await checkOut(id)).status).toBe(201);
    await world.owner.ok('DELETE', `/identity-groups/${world.vaultId}/access/${world.grantIds['user']}`);
    const ends = async () =>
      (await house.adapters.eventStore.readStream(`identity-${id}`, { limit: 100 })).filter(
        ({ type }) => type === 'keyledger.identity-checked-in.v1',
      ).length;
    await until('the session to be ended', async () => (await ends()) === 1);
    await between(() => copy('material', kept, here));
    const other = await newIdentity();
    await world.owner.ok('POST', `/identities/${other.id}/rotate`, {});
    await until('the policies to have come to the end', async () =>
      (await house.adapters.eventStore.readStream(`identity-${other.id}`, { limit: 100 })).some(
        ({ type }) => type === 'keyledger.rotation-confirmed.v1',
      ),
    );
    expect(await ends()).toBe(1);
  });

  test.each(['older', 'gone'])('read models that are %s are built anew from the log', async (how) => {
    const first = await newIdentity();
    await between(() => copy('reads', here, kept));
    const second = await newIdentity();
    await between(() => {
      if (how === 'older') copy('reads', kept, here);
      else filesOf('reads').forEach((name) => rmSync(here(name), { force: true }));
    });
    await until('the list to be what the log says', async () => (await listed()).length === 2);
    expect(await listed()).toEqual([first.id, second.id].toSorted());
  });
});
