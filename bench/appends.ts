import { join } from 'node:path';
import { Database } from '../src/adapters/sqlite/database';
import { GroupCommit } from '../src/adapters/sqlite/group-commit';
import { checkedOut } from './support/checked-out';
import { median, type Figure } from './support/figures';
import { newDataDir, removeData } from './support/server-process';
import { openStores, type Stores } from './support/stores';

const PRODUCERS = 64;
const ROUNDS = 15;
const ROUND_MS = 1000;
/** Appends to the stream of an identity; answers once the event has reached the disk. */
type Append = (identityId: string, revision: number, id: string) => Promise<unknown>;

const throughStore =
  ({ eventStore }: Stores): Append =>
  (identityId, revision, id) =>
    eventStore.append(`identity-${identityId}`, revision - 1, [checkedOut(identityId, id)]);

/** The same table, indexes and bytes, committed in groups, and nothing else: no revision is looked at. */
const straight = (database: Database): Append => {
  database.exec(`CREATE TABLE events (
      position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
      type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
    CREATE INDEX events_by_id ON events (id)`);
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)');
  const group = new GroupCommit(database);
  let position = 0;
  return (identityId, revision, id) => {
    const { type, ...fact } = checkedOut(identityId, id);
    const [data, metadata] = [JSON.stringify(fact.data), JSON.stringify(fact.metadata)];
    return group.write(() => insert.run([++position, `identity-${identityId}`, revision, id, type, data, metadata]));
  };
};

/** What a producer appends to, and how many facts are there. */
interface Produced {
  readonly identityId: string;
  facts: number;
}

/** Appends a second, every producer waiting for each of its own. */
const rate = async (append: Append, producers: readonly Produced[], ids: Stores['ids']): Promise<number> => {
  let appended = 0;
  const began = performance.now();
  const end = began + ROUND_MS;
  const produce = async (producer: Produced): Promise<void> => {
    while (performance.now() < end) {
      await append(producer.identityId, producer.facts, ids.next());
      producer.facts += 1;
      appended += 1;
    }
  };
  await Promise.all(producers.map(produce));
  return appended / ((performance.now() - began) / 1000);
};

/** Durable appends of the event store against group commit straight on the driver. */
export const appends = async (quick: boolean): Promise<readonly Figure[]> => {
  const dataDir = newDataDir();
  const stores = await openStores(dataDir);
  const database = new Database(join(dataDir, 'straight.db'));
  const sides = [straight(database), throughStore(stores)].map((append) => ({
    append,
    producers: Array.from({ length: PRODUCERS }, (): Produced => ({ identityId: stores.ids.next(), facts: 0 })),
    rates: [] as number[],
  }));
  for (let round = 0; round <= (quick ? ROUNDS / 3 : ROUNDS); round++) {
    for (const { append, producers, rates } of sides) {
      rates.push(await rate(append, producers, stores.ids));
    }
  }
  await stores.close();
  database.close();
  removeData(dataDir);
  // The first round warms up.
  const pairs = (sides[1]?.rates ?? []).map((ours, round) => ours / (sides[0]?.rates[round] ?? Number.NaN)).slice(1);
  const [bare, ours] = sides.map(({ rates }) => median(rates.slice(1))) as [number, number];
  // Pair by pair: a disk is not as fast in one second as in the next.
  const ratio = median(pairs);
  return [
    {
      what: 'durable appends, 64 producers, against group commit straight on the driver',
      measured: `${ratio.toFixed(2)} (${Math.round(ours)}/s of ${Math.round(bare)}/s)`,
      mustReach: '≥ 0.8',
      reached: ratio >= 0.8,
    },
  ];
};
