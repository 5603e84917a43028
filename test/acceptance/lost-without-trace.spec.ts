import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { breakRows } from '../support/house/broken-rows';
import { describeEmbedded } from '../support/house/engines';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newWorld, type World } from '../support/house/world';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** Streams of which nothing at all is left, while others still name what they told of; read models know nothing either. */
describeEmbedded('a stream that left no trace', () => {
  let house: RunningHouse;
  let world: World;
  let identity: { id: string; value: string };
  let hostId: string;
  const damages = async (): Promise<Json[]> => (await world.owner.ok('GET', '/operations/damage')).items;
  const CHECK_OUT = { reason: 'work', durationMinutes: 5 };

  beforeAll(async () => {
    house = await runningHouse();
    world = await newWorld(house);
    const { organizationId } = world;
    hostId = (await world.owner.ok('POST', '/hosts', { name: 'web-1', organizationId })).id;
    identity = await world.newIdentity({ hostIds: [hostId] });
    await house.close();
    const gone = [`identity-${identity.id}`, `host-${hostId}`, `vault-${world.vaultId}`];
    breakRows(house.dataDir, `DELETE FROM events WHERE stream IN (${gone.map((name) => `'${name}'`).join(', ')})`);
    for (const name of ['reads.db', 'reads.db-wal', 'reads.db-shm']) rmSync(join(house.dataDir, name), { force: true });
    house = await runningHouse({ dataDir: house.dataDir });
    world = { ...world, owner: await house.as('owner@example.com') };
    const current = async () => (await house.projections.status()).every(({ current: is }) => is);
    await until('the read models to be rebuilt', current);
  }, 60_000);
  afterAll(() => house.end());

  const asked = (): [string, () => Promise<{ status: number; body: Json }>, string][] => [
    ['an identity', () => world.owner.get(`/identities/${identity.id}`), `identity-${identity.id}`],
    ['a checkout', () => world.owner.post(`/identities/${identity.id}/checkout`, CHECK_OUT), `identity-${identity.id}`],
    ['a change', () => world.owner.patch(`/identities/${identity.id}`, { name: 'x' }), `identity-${identity.id}`],
    ['a host', () => world.owner.get(`/hosts/${hostId}`), `host-${hostId}`],
    ['a host renamed', () => world.owner.patch(`/hosts/${hostId}`, { name: 'x' }), `host-${hostId}`],
    ['a vault', () => world.owner.get(`/identity-groups/${world.vaultId}`), `vault-${world.vaultId}`],
    [
      'a vault renamed',
      () => world.owner.patch(`/identity-groups/${world.vaultId}`, { name: 'x' }),
      `vault-${world.vaultId}`,
    ],
  ];

  test('is damage and no absence, whoever asks for it and however', async () => {
    for (const [what, ask, stream] of asked()) {
      const { status, body } = await ask();
      expect([what, status, body.code, body.stream]).toEqual([what, 503, 'STREAM_UNREADABLE', stream]);
      await until('the damage', async () => (await damages()).some((each) => each.stream === stream));
    }
  });

  test('is an absence for what nobody ever named, and once it is settled', async () => {
    const nobody = identity.id.replaceAll(/[0-9]/g, '0');
    for (const path of [`/identities/${nobody}`, `/hosts/${nobody}`, `/identity-groups/${nobody}`]) {
      expect((await world.owner.get(path)).status).toBe(404);
    }
    // What is told of its value, were it taken for one of a lost stretch, is another thing.
    for (const { id, settledBy, kind } of await damages()) {
      if (settledBy !== undefined || kind !== undefined) continue;
      await world.owner.ok('POST', `/operations/damage/${id}/settle`, { reason: 'no copy' });
    }
    expect((await world.owner.get(`/identities/${identity.id}`)).status).toBe(404);
    expect(await house.adapters.materialStore.versions(identity.id)).toEqual([1]);
  });
});
