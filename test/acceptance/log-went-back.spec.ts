import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeEmbedded } from '../support/house/engines';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newWorld, type World } from '../support/house/world';
import { until } from '../support/until';

const FILES = ['events.db', 'events.db-wal', 'events.db-shm'];

describeEmbedded('an older copy of the log put in place between two starts', () => {
  let house: RunningHouse;
  let world: World;
  beforeAll(async () => {
    house = await runningHouse();
    world = await newWorld(house);
  });
  afterAll(() => house.end());

  const copy = (from: (name: string) => string, to: (name: string) => string) => {
    for (const name of FILES) {
      rmSync(to(name), { force: true });
      if (existsSync(from(name))) cpSync(from(name), to(name));
    }
  };
  const here = (name: string) => join(house.dataDir, name);
  const kept = (name: string) => join(house.dataDir, '..', `older-${name}`);
  const newVault = async (name: string) =>
    (await world.owner.ok('POST', '/identity-groups', { name, organizationId: world.organizationId })).id;
  const vaults = async () =>
    (await world.owner.ok('GET', '/identity-groups')).items.map(({ name }: { name: string }) => name).toSorted();
  const told = async () =>
    (await house.adapters.eventStore.readStream('logHistory', { limit: 10 })).map(({ type, data }) => ({ type, data }));

  it('shows no ghosts, lists what is written from then on, and lets policies work on, told once', async () => {
    const identity = await world.newIdentity();
    await house.close();
    copy(here, kept);
    house = await runningHouse({ dataDir: house.dataDir });
    world = { ...world, owner: await house.as('owner@example.com') };
    for (let n = 0; n < 12; n++) await newVault(`Ghost ${n}`);
    await house.close();
    copy(kept, here);

    house = await runningHouse({ dataDir: house.dataDir });
    world = { ...world, owner: await house.as('owner@example.com') };
    await newVault('Afterwards');
    await until(
      'the list to be what the log says',
      async () => !(await vaults()).some((name: string) => name.startsWith('Ghost')),
    );
    expect(await vaults()).toEqual(['Afterwards', 'Production']);

    const user = await house.as('user-1@example.com');
    const session = await user.post(`/identities/${identity.id}/checkout`, { reason: 'work', durationMinutes: 30 });
    expect(session.status).toBe(201);
    await world.owner.ok('DELETE', `/identity-groups/${world.vaultId}/access/${world.grantIds['user']}`);
    await until('the session to be ended', async () => {
      const { items } = await world.owner.ok('GET', `/streams/identity-${identity.id}`);
      return items.some(({ type }: { type: string }) => type === 'keyledger.identity-checked-in.v1');
    });

    await until('it to be told', async () => (await told()).length > 0);
    const facts = await told();
    expect(facts).toMatchObject([{ type: 'keyledger.log-went-back.v1', data: { critical: true } }]);
    house = await house.restart();
    expect(await told()).toEqual(facts);
  });
});
