import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeEmbedded } from '../support/house/engines';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newWorld, type World } from '../support/house/world';
import { until } from '../support/until';

let house: RunningHouse;
let world: World;
beforeAll(async () => {
  house = await runningHouse();
  world = await newWorld(house);
});
afterAll(() => house.end());

test('owners see how every read model stands', async () => {
  const { items } = await world.owner.ok('GET', '/operations/projections');
  expect(items).toContainEqual(
    expect.objectContaining({ name: 'identities', version: expect.any(Number), state: 'running' }),
  );
});

test('a rebuilt read model shows what it showed before', async () => {
  await world.newIdentity();
  const before = await world.owner.ok('GET', '/identities');
  const { status, body } = await world.owner.post('/operations/projections/identities/rebuild');
  expect({ status, body }).toEqual({ status: 202, body: { name: 'identities' } });
  await until('the rebuild', async () => {
    const { items } = await world.owner.ok('GET', '/operations/projections');
    return items.every(({ state, lag }: { state: string; lag: number }) => state === 'running' && lag === 0);
  });
  expect(await world.owner.ok('GET', '/identities')).toEqual(before);
});

test('a read model nobody has is not found', async () => {
  const { body } = await world.owner.post('/operations/projections/nothing/rebuild');
  expect(body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
});

describeEmbedded('backups of our own', () => {
  test('a backup is whole, for its owner alone, and without the root key', async () => {
    const { value } = await world.newIdentity();
    const { status, body } = await world.owner.post('/operations/backups');
    expect(status).toBe(202);
    const folder = join(house.dataDir, 'backups', body.id);
    await until('the backup', () => existsSync(join(folder, 'manifest.json')));
    expect(readdirSync(folder).toSorted()).toEqual(['events.db', 'manifest.json', 'material.db']);
    expect(statSync(join(house.dataDir, 'backups')).mode & 0o777).toBe(0o700);
    const rootKey = readFileSync(join(house.dataDir, 'root.key'), 'utf8').trim();
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      expect([rootKey, value].some((secret) => bytes.includes(secret))).toBe(false);
      expect(bytes.includes(Buffer.from(rootKey, 'base64'))).toBe(false);
    }
    const { items } = await world.owner.ok('GET', '/operations/backups');
    expect(items).toMatchObject([{ id: body.id }]);
    await until('the fact', async () => {
      const audit = await world.owner.ok('GET', '/audit?type=keyledger.backup-made.v1');
      return audit.items.length === 1;
    });
  });
});

test('nobody else does any of it, and each try is a fact', async () => {
  for (const person of [world.people.admin, world.people.manager, world.people.stranger]) {
    expect((await person.get('/operations/projections')).body.code).toBe('PERMISSION_DENIED');
    expect((await person.post('/operations/projections/identities/rebuild')).body.code).toBe('PERMISSION_DENIED');
    expect((await person.post('/operations/backups')).body.code).toBe('PERMISSION_DENIED');
  }
  const { items } = await world.owner.ok('GET', '/audit?type=keyledger.backup-make-refused.v1');
  expect(items).toHaveLength(3);
});
