import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedEventStore } from '../../src/adapters/event-store/embedded/embedded-event-store';
import { openOfflineMaterialLoss } from '../../src/adapters/choose';
import { loadConfig } from '../../src/config/load-config';
import { describeEmbedded } from '../support/house/engines';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newWorld, type World } from '../support/house/world';

const FILES = ['material.db', 'material.db-wal', 'material.db-shm'];

/** The store of sealed values is lost for good, and the log goes on with an empty one. */
describeEmbedded('a lost store of sealed values', () => {
  let house: RunningHouse;
  let world: World;
  let identity: { id: string; value: string };
  const lose = () => FILES.forEach((name) => rmSync(join(house.dataDir, name), { force: true }));
  const offline = () => openOfflineMaterialLoss(loadConfig({ KEYLEDGER_DATA_DIR: house.dataDir }));
  const record = async (reason = 'the disk burned') => {
    const loss = await offline();
    try {
      return await loss.record(reason);
    } finally {
      await loss.close();
    }
  };
  const factsOf = async (id: string) =>
    (await house.adapters.eventStore.readStream(`identity-${id}`, { limit: 1000 })).map(({ type }) => type);
  const started = async () => {
    house = await runningHouse({ dataDir: house.dataDir });
    world = { ...world, owner: await house.as('owner@example.com') };
  };
  const ask = async (path: string, body: object) =>
    (await house.as('user-1@example.com')).post(`/identities/${identity.id}/${path}`, body);
  const CHECK_OUT = { reason: 'work', durationMinutes: 5 };

  beforeAll(async () => {
    house = await runningHouse();
    world = await newWorld(house);
    identity = await world.newIdentity();
    await house.close();
  });
  afterAll(() => house.end());

  test('is nothing to record while the store is there', async () => {
    await expect(record()).rejects.toThrow(/nothing is lost/);
  });

  test('stops the start with one line that names the way out, and a loss recorded half-way does so too', async () => {
    FILES.forEach((name) => {
      const path = join(house.dataDir, name);
      try {
        renameSync(path, `${path}.old`);
      } catch {
        // Nothing was left in the write-ahead log.
      }
    });
    await expect(runningHouse({ dataDir: house.dataDir })).rejects.toThrow(/settle material-store/);
    const loss = await offline();
    const died = new Error('killed');
    const { append } = EmbeddedEventStore.prototype;
    // As a process that is killed once the loss is recorded and before anything is marked.
    jest.spyOn(EmbeddedEventStore.prototype, 'append').mockImplementation(function (this: EmbeddedEventStore, ...args) {
      return args[0].startsWith('identity-') ? Promise.reject(died) : append.apply(this, args);
    });
    await expect(loss.record('the disk burned')).rejects.toBe(died);
    await loss.close();
    jest.restoreAllMocks();
    await expect(runningHouse({ dataDir: house.dataDir })).rejects.toThrow(/recorded half-way/);
  });

  test('is recorded once, with a mark for each identity, however often it is tried', async () => {
    expect(await record()).toMatchObject({ identities: 1, unmarked: [] });
    await expect(record()).rejects.toThrow(/nothing is lost/);
    await started();
    expect((await factsOf(identity.id)).filter((type) => type === 'keyledger.identity-value-lost.v1')).toHaveLength(1);
    const losses = await house.adapters.eventStore.readStream('materialStore', { limit: 10 });
    expect(losses.map(({ type }) => type)).toEqual([
      'keyledger.material-store-bound.v1',
      'keyledger.material-store-lost.v1',
    ]);
  });

  test('leaves nothing to be shown: 503, no session, no disclosure, and no value made up', async () => {
    const before = await factsOf(identity.id);
    for (const [path, body] of [
      ['checkout', CHECK_OUT],
      ['reveal', {}],
    ] as const) {
      expect(await ask(path, body)).toMatchObject({ status: 503, body: { code: 'VALUE_MISSING' } });
    }
    expect(await house.adapters.eventStore.readStream(`reveal-${identity.id}`, { limit: 10 })).toHaveLength(0);
    expect(await world.owner.post(`/identities/${identity.id}/rotate`, {})).toMatchObject({
      body: { code: 'VALUE_MISSING' },
    });
    expect((await factsOf(identity.id)).filter((type) => !type.includes('refused'))).toEqual(before);
  });

  test('is answered by a secret that is set anew, and a value that is set by hand, the same as before or not', async () => {
    await world.owner.ok('PUT', `/organizations/${world.organizationId}/secret`, {
      secret: 'another secret, long enough for all',
    });
    await world.owner.ok('PUT', `/identities/${identity.id}/credential`, { credential: identity.value });
    const shown = await ask('checkout', CHECK_OUT);
    expect(shown).toMatchObject({ status: 201, body: { credential: { value: identity.value, version: 2 } } });
    expect(shown.body.credential.alternatives ?? []).toEqual([]);
    const { items } = await world.owner.ok('GET', `/identities/${identity.id}/history`).catch(() => ({ items: [] }));
    expect(items.some(({ restorable }: { restorable: boolean }) => restorable)).toBe(false);
  });

  test('that turns up again is refused: the log goes on without it', async () => {
    await house.close();
    lose();
    FILES.forEach((name) => {
      const path = join(house.dataDir, name);
      try {
        renameSync(`${path}.old`, path);
      } catch {
        // There was none.
      }
    });
    await expect(runningHouse({ dataDir: house.dataDir })).rejects.toThrow(/another store of sealed values/);
    await expect(record()).rejects.toThrow(/not empty/);
  });
});
