import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { EmbeddedEventStore } from '../../../src/adapters/event-store/embedded/embedded-event-store';
import { openEventStoreDb } from '../../../src/adapters/event-store/eventstoredb/open-eventstoredb';
import { Mongo } from '../../../src/adapters/mongodb/mongo';
import { openReadStore } from '../../../src/adapters/read-store/embedded/open-read-store';
import { openMongoReads } from '../../../src/adapters/read-store/mongodb/open-mongo-reads';
import type { OpenedReads } from '../../../src/adapters/read-store/opened-reads';
import { eventStoreUrl } from '../../../src/config/eventstore-url';
import type { EventStore } from '../../../src/kernel/event-store';
import { urlOf } from '../mongodb/databases';

type Variables = Readonly<Record<string, string>>;

/** Whether the applications of this run keep read models and sealed values in MongoDB instead of files. */
export const onMongo = process.env['KEYLEDGER_TEST_READ_STORE'] === 'mongodb';
const onEventStoreDb = process.env['KEYLEDGER_TEST_EVENT_STORE'] === 'eventstoredb';
export const onEngines = onMongo || onEventStoreDb;

/** Where the read models of an application lie that keeps them in MongoDB. */
export const databaseUrlFor = (dataDir: string): string => urlOf(databaseFor(dataDir));

const databaseFor = (dataDir: string): string =>
  `keyledger_test_${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;

/** Where the embedded stores would make the root key; on engines none is made by itself. */
const rootKeyIn = (dataDir: string): string => {
  const file = join(dataDir, 'root.key');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  return file;
};

/** The log of an application: the double that `npm run test:engines` starts keeps one for each connection name. */
const eventsUrl = (dataDir: string): string =>
  `esdb://${process.env['KEYLEDGER_TEST_DOUBLE']}?tls=false&connectionName=${databaseFor(dataDir)}`;

/** Variables for an application on the engines of this run: the same data folder has the same databases and the same root key. */
export const enginesFor = (dataDir: string): Variables =>
  onEngines && dataDir !== ''
    ? {
        ...(onEventStoreDb ? { KEYLEDGER_EVENT_STORE: 'eventstoredb', EVENTSTORE_URL: eventsUrl(dataDir) } : {}),
        ...(onMongo ? { KEYLEDGER_READ_STORE: 'mongodb', MONGODB_URL: urlOf(databaseFor(dataDir)) } : {}),
        KEYLEDGER_ROOT_KEY_FILE: rootKeyIn(dataDir),
      }
    : {};

/** Engines are backed up by their own tools: what tries our own backups is for the embedded stores. */
export const describeEmbedded: jest.Describe = onEngines ? describe.skip : describe;

interface Content {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The events of an application as the double wrote them: an append a line, what is said of each in base 64. */
const eventContents = (dataDir: string): Content => {
  const lines = readFileSync(`${process.env['KEYLEDGER_TEST_DOUBLE_LOG']}.${databaseFor(dataDir)}`, 'utf8').split('\n');
  const events = lines.filter((line) => line !== '').flatMap((line) => JSON.parse(line) as Record<string, string>[]);
  const bytes = events.flatMap(({ stream, type, data = '', metadata = '' }) => [
    Buffer.from(`${stream} ${type}\n`),
    ...[data, metadata].map((text) => Buffer.from(text, 'base64')),
  ]);
  return { name: 'events', bytes: Buffer.concat(bytes) };
};

/** Everything the engines hold, as text: what lies there is looked through like the files. */
export const engineContents = async (dataDir: string): Promise<readonly Content[]> => [
  ...(onEventStoreDb ? [eventContents(dataDir)] : []),
  ...(onMongo ? await documentContents(dataDir) : []),
];

const documentContents = async (dataDir: string): Promise<readonly Content[]> => {
  const client = await MongoClient.connect(urlOf(databaseFor(dataDir)));
  const collections = await client.db().collections();
  const contents = await Promise.all(
    collections.map(async (collection) => ({
      name: collection.collectionName,
      bytes: Buffer.concat((await collection.find({}, { raw: true }).toArray()) as unknown as Buffer[]),
    })),
  );
  await client.close();
  return contents;
};

/** Removes what an application left in the engines. */
export const clearEngines = async (dataDir: string): Promise<void> => {
  if (!onMongo) return;
  const client = await MongoClient.connect(urlOf(''));
  await client.db(databaseFor(dataDir)).dropDatabase();
  await client.close();
};

/** The log of an application that is closed. */
export const openLogOf = async (dataDir: string): Promise<EventStore & { close(): Promise<void> }> =>
  onEventStoreDb
    ? openEventStoreDb(eventStoreUrl(eventsUrl(dataDir)))
    : new EmbeddedEventStore(join(dataDir, 'events.db'));

/** The read models of an application that is closed. */
export const openReadsOf = async (dataDir: string, logId: string): Promise<OpenedReads> => {
  if (!onMongo) return openReadStore(join(dataDir, 'reads.db'), logId);
  const mongo = await Mongo.open(urlOf(databaseFor(dataDir)));
  const reads = await openMongoReads(mongo, logId);
  const close = (): void => {
    reads.close();
    void mongo.close();
  };
  return { ...reads, close };
};
