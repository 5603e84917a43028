import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedEventStore } from '../../src/adapters/event-store/embedded/embedded-event-store';
import { openOfflineMaterialLoss } from '../../src/adapters/choose';
import { loadConfig } from '../../src/config/load-config';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

const FILES = ['material.db', 'material.db-wal', 'material.db-shm'];

/** The store of sealed values is lost for good, and the log goes on with an empty one. */
describeEmbedded('a lost store of sealed values', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  let identity: { id: string; value: string };
  const lose = () => FILES.forEach((name) => rmSync(join(application.dataDir, name), { force: true }));
  const offline = () => openOfflineMaterialLoss(loadConfig({ KEYLEDGER_DATA_DIR: application.dataDir }));
  const record = async (reason = 'the disk burned') => {
    const loss = await offline();
    try {
      return await loss.record(reason);
    } finally {
      await loss.close();
    }
  };
  const factsOf = async (id: string) =>
    (await application.adapters.eventStore.readStream(`identity-${id}`, { limit: 1000 })).map(({ type }) => type);
  const started = async () => {
    application = await runningApplication({ dataDir: application.dataDir });
    fixture = { ...fixture, owner: await application.as('owner@example.com') };
  };
  const ask = async (path: string, body: object) =>
    (await application.as('user-1@example.com')).post(`/identities/${identity.id}/${path}`, body);
  const CHECK_OUT = { reason: 'work', durationMinutes: 5 };

  beforeAll(async () => {
    application = await runningApplication();
    fixture = await newFixture(application);
    identity = await fixture.newIdentity();
    await application.close();
  });
  afterAll(() => application.end());

  test('is nothing to record while the store is there', async () => {
    await expect(record()).rejects.toThrow(/nothing is lost/);
  });

  test('stops the start with one line that names the way out, and a loss recorded half-way does so too', async () => {
    FILES.forEach((name) => {
      const path = join(application.dataDir, name);
      try {
        renameSync(path, `${path}.old`);
      } catch {
        // Nothing was left in the write-ahead log.
      }
    });
    await expect(runningApplication({ dataDir: application.dataDir })).rejects.toThrow(/settle material-store/);
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
    await expect(runningApplication({ dataDir: application.dataDir })).rejects.toThrow(/recorded half-way/);
  });

  test('is recorded once, with a mark for each identity, however often it is tried', async () => {
    expect(await record()).toMatchObject({ identities: 1, unmarked: [] });
    await expect(record()).rejects.toThrow(/nothing is lost/);
    await started();
    expect((await factsOf(identity.id)).filter((type) => type === 'keyledger.identity-value-lost.v1')).toHaveLength(1);
    const losses = await application.adapters.eventStore.readStream('materialStore', { limit: 10 });
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
    expect(await application.adapters.eventStore.readStream(`reveal-${identity.id}`, { limit: 10 })).toHaveLength(0);
    expect(await fixture.owner.post(`/identities/${identity.id}/rotate`, {})).toMatchObject({
      body: { code: 'VALUE_MISSING' },
    });
    expect((await factsOf(identity.id)).filter((type) => !type.includes('refused'))).toEqual(before);
  });

  test('is answered by a secret that is set anew, and a value that is set by hand, the same as before or not', async () => {
    await fixture.owner.ok('PUT', `/organizations/${fixture.organizationId}/secret`, {
      secret: 'another secret, long enough for all',
    });
    await fixture.owner.ok('PUT', `/identities/${identity.id}/credential`, { credential: identity.value });
    const shown = await ask('checkout', CHECK_OUT);
    expect(shown).toMatchObject({ status: 201, body: { credential: { value: identity.value, version: 2 } } });
    expect(shown.body.credential.alternatives ?? []).toEqual([]);
    const { items } = await fixture.owner.ok('GET', `/identities/${identity.id}/history`).catch(() => ({ items: [] }));
    expect(items.some(({ restorable }: { restorable: boolean }) => restorable)).toBe(false);
  });

  test('that turns up again is refused: the log goes on without it', async () => {
    await application.close();
    lose();
    FILES.forEach((name) => {
      const path = join(application.dataDir, name);
      try {
        renameSync(`${path}.old`, path);
      } catch {
        // There was none.
      }
    });
    await expect(runningApplication({ dataDir: application.dataDir })).rejects.toThrow(
      /another store of sealed values/,
    );
    await expect(record()).rejects.toThrow(/not empty/);
  });
});
