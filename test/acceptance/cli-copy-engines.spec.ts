import { join } from 'node:path';
import { EventFile } from '../../src/adapters/event-store/embedded/event-file';
import { copyFolder } from '../support/copy-folder';
import { ourStream } from '../../src/kernel/facts/our-streams';
import type { Copied } from '../../src/kernel/copied';
import type { Environment } from '../support/application/command-line';
import { newFixture, type Fixture } from '../support/application/fixture';
import { PlacesToCopy } from '../support/application/places-to-copy';
import type { RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { describeOnMongo, dropDatabases } from '../support/mongodb/databases';

jest.setTimeout(240_000);

const folderOf = (place: Environment): string => place['KEYLEDGER_DATA_DIR'] ?? '';

/** Names that are nobody's of ours, some of them nearly. */
const OTHERS = [
  'orders-1',
  'account-7',
  'identity',
  'Identity-9',
  'operations-2',
  '$projections-thing',
  'identity_x-1',
];

/** What others do on the engines that a log is copied from or to. */
describeOnMongo('moving between stores, beside others', () => {
  const places = new PlacesToCopy();
  let home: Environment;
  let engines: Environment;
  let fixture: Fixture;
  let identity: { id: string; value: string };
  let there: Copied;

  const at = async <T>(place: Environment, work: (application: RunningApplication) => Promise<T>): Promise<T> => {
    const application = await places.start(place);
    try {
      return await work(application);
    } finally {
      await application.close();
    }
  };
  const write = (stream: string, type: string) =>
    places.doubleOf(engines).order({ strangers: [{ does: 'write', stream, type, data: '{"total":1}' }] });
  const revealed = async (application: RunningApplication): Promise<string> => {
    const owner = await application.as('owner@example.com');
    return (await owner.ok('POST', `/identities/${identity.id}/reveal`)).credential.value;
  };

  beforeAll(async () => {
    home = places.embedded();
    await at(home, async (application) => {
      fixture = await newFixture(application);
      identity = await fixture.newIdentity();
    });
    engines = await places.engines(home);
    for (const stream of OTHERS) await write(stream, 'OrderPlaced');
    there = await places.copy(home, engines);
  });
  afterAll(async () => {
    await places.end();
    await dropDatabases();
  });

  test('engines that a server works on are neither copied nor copied into', async () => {
    const other = places.embedded();
    await at(other, async (application) => void (await newFixture(application)));
    await at(engines, async () => {
      await expect(places.copy(engines, places.embedded())).rejects.toThrow(/works on|in use/);
      await expect(places.copy(other, engines)).rejects.toThrow(/works on|in use|not empty/);
    });
    expect(await at(engines, revealed)).toBe(identity.value);
    await at(other, async () => undefined);
  });

  test('engines with a log of their own take no other one, in either store, and keep theirs', async () => {
    const other = places.embedded();
    await at(other, async (application) => void (await newFixture(application)));
    const key = { KEYLEDGER_EVIDENCE_KEY_FILE: join(folderOf(other), 'evidence.key') };
    const empty = await places.engines(other);
    const occupied = [
      { ...engines, ...key },
      { ...empty, EVENTSTORE_URL: engines['EVENTSTORE_URL'] ?? '' },
      { ...empty, MONGODB_URL: engines['MONGODB_URL'] ?? '' },
    ];
    for (const to of occupied) await expect(places.copy(other, to)).rejects.toThrow('not empty');
    expect(await at(engines, revealed)).toBe(identity.value);
    // Nothing was written into the empty ones either.
    await places.copy(other, empty);
  });

  test("others' streams are not copied, count for nothing and are no damage; ours are the same, however many others wrote", async () => {
    for (const stream of OTHERS) await write(stream, 'OrderShipped');
    const again = places.embedded();
    const back = await places.copy(engines, again);
    expect(back.facts).toBeGreaterThan(there.facts);
    const file = new EventFile(join(folderOf(again), 'events.db'));
    const rows = file.database.prepare<{ stream: string }>('SELECT stream FROM events ORDER BY position').all();
    const [first] = file.all(0, there.facts, false);
    file.close();
    // What the copy says of itself comes behind.
    expect(rows.length - back.facts).toBeLessThanOrEqual(2);
    expect(rows.filter(({ stream }) => ourStream(stream) === undefined)).toEqual([]);
    expect(first).toBeDefined();
    await at(again, async (application) => {
      expect(await revealed(application)).toBe(identity.value);
      const owner = await application.as('owner@example.com');
      expect((await owner.ok('GET', '/operations/damage')).items).toEqual([]);
    });
    home = again;
  });

  test('what others wrote into streams of ours is told before anything is copied, and goes along only where it is asked for', async () => {
    const next = places.embedded();
    copyFolder(folderOf(home), folderOf(next));
    engines = await places.engines(next);
    await places.copy(next, engines);
    await write(`identity-${identity.id}`, 'OrderPlaced');
    const refused = places.embedded();
    await expect(places.copy(engines, refused)).rejects.toThrow(
      /wrote 1 events into streams of the log.*with-strangers/s,
    );
    await places.copy(engines, refused, true);
    await at(refused, async (application) => {
      const owner = await application.as('owner@example.com');
      expect((await owner.post(`/identities/${identity.id}/reveal`)).body.code).toBe('STREAM_UNREADABLE');
      const [damage] = (await owner.ok('GET', '/operations/damage')).items as Json[];
      expect(damage).toMatchObject({ stream: `identity-${identity.id}`, type: 'OrderPlaced' });
      await owner.ok('POST', `/operations/damage/${damage.id}/settle`, { reason: 'an order of somebody else' });
      expect(await revealed(application)).toBe(identity.value);
    });
  });
});
