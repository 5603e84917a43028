import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyFolder } from '../support/copy-folder';
import { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication } from '../support/application/running-application';
import { newFixture } from '../support/application/fixture';

/** A log and its sealed values belong together: beside another, or an empty, store of values no server starts. */
const root = mkdtempSync(join(tmpdir(), 'keyledger-half-'));
let double: EventStoreDouble;
const env = (): Record<string, string> => ({
  KEYLEDGER_EVENT_STORE: 'eventstoredb',
  EVENTSTORE_URL: double.url(),
  KEYLEDGER_READ_STORE: 'embedded',
  KEYLEDGER_ROOT_KEY: rootKey,
});
const rootKey = randomBytes(32).toString('base64');
const folder = (name: string): string => join(root, name, 'data');
const start = (name: string) => runningApplication({ env: env(), dataDir: folder(name) });

const factsIn = async (): Promise<number> => {
  const application = await start('first');
  const facts = await application.adapters.eventStore.readAll({ limit: 10_000 });
  await application.close();
  return facts.length;
};

beforeAll(async () => {
  double = await EventStoreDouble.start();
  const application = await start('first');
  const fixture = await newFixture(application);
  await fixture.newIdentity();
  await application.close();
}, 30_000);
afterAll(async () => {
  await double.end();
  rmSync(root, { recursive: true });
});

describeEmbedded('a log and its sealed values', () => {
  test('a log that has facts does not start beside an empty store of values, however often it is tried', async () => {
    const before = await factsIn();
    for (let tries = 0; tries < 2; tries++) {
      await expect(start('empty')).rejects.toThrow(
        /goes with another store of sealed values.*restore it.*lost for good/,
      );
    }
    expect(await factsIn()).toBe(before);
  });

  test('nor beside the values of another vault', async () => {
    const other = await EventStoreDouble.start();
    const there = { ...env(), EVENTSTORE_URL: other.url() };
    const application = await runningApplication({ env: there, dataDir: folder('other') });
    await newFixture(application);
    await application.close();
    await other.end();
    await expect(start('other')).rejects.toThrow(/another log/);
  });

  test('a copy of its own values is taken as they are', async () => {
    mkdirSync(join(root, 'copy'));
    copyFolder(folder('first'), folder('copy'));
    const application = await start('copy');
    expect((await (await application.as('owner@example.com')).get('/identities')).body.items).toHaveLength(1);
    await application.close();
  });
});
