import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFacts } from '../../../kernel/facts/fact-reader';
import { AuthenticFacts } from '../../../kernel/facts/authentic-facts';
import { FactClassifier } from '../../../kernel/facts/fact-classifier';
import type { Unproven } from '../../../kernel/log-proof';
import { newEvent } from '../../../../test/contract/new-events';
import { uuidV7Ids } from '../../outside/uuid-v7-ids';
import { systemClock } from '../../outside/system-clock';
import { factAuthentication } from '../../sealing/fact-authentication';
import { Database } from '../../sqlite/database';
import { EmbeddedEventStore } from '../embedded/embedded-event-store';
import { LogProver } from './log-prover';
import { sealLog } from './seal-log';

const ROOT = Buffer.alloc(32, 5);
let folder: string;
let mark: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-seal-'));
  mark = undefined;
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, 'events.db');
const byHand = (sql: string): void => {
  const database = new Database(path());
  database.exec(sql);
  database.close();
};

interface Opened {
  readonly store: EmbeddedEventStore;
  readonly seal: (reason?: string) => ReturnType<typeof sealLog>;
  readonly unproven: () => Promise<readonly Unproven[]>;
}

/** As a server opens it; `before`: as a release did that knew no codes. */
const opened = async <T>(work: (log: Opened) => Promise<T>, release: 'before' | 'now' = 'now'): Promise<T> => {
  const authentic = new AuthenticFacts(factAuthentication('fact', [ROOT]));
  const judge = new FactClassifier(anyFacts, false, release === 'now' ? authentic : undefined);
  const store = new EmbeddedEventStore(path(), undefined, judge);
  const seal: Opened['seal'] = async (reason) => {
    const made = await sealLog({
      store,
      judge,
      material: { sealMark: async () => mark, keepSealMark: async (text) => void (mark = text) },
      authentication: factAuthentication('log-seal', [ROOT]),
      ids: uuidV7Ids(systemClock),
      now: () => Date.now(),
      ...(reason === undefined ? {} : { reason }),
    });
    judge.believeSealed(made);
    return made;
  };
  const unproven = async () => {
    const found: Unproven[] = [];
    const prover = new LogProver(store, judge, await seal(), 0);
    await prover.prove(async (place) => void found.push(place), { signal: new AbortController().signal });
    return found;
  };
  try {
    return await work({ store, seal, unproven });
  } finally {
    await store.close();
  }
};

const old = (count = 3) =>
  opened(async ({ store }) => {
    for (let n = 0; n < count; n += 1) await store.append(`thing-${n}`, 'any', [newEvent()]);
  }, 'before');

const stripped = `DELETE FROM events WHERE stream = 'logSeal'; DELETE FROM stream_ends WHERE stream = 'logSeal';
  UPDATE events SET metadata = json_remove(metadata, '$.mac')`;

test('a new log begins with a seal on nothing, and nothing that proves itself by nothing is ever believed', async () => {
  await opened(async ({ store, seal }) => {
    expect(await seal()).toMatchObject({ facts: 0, upTo: '', stretches: [] });
    await store.append('thing-1', -1, [newEvent()]);
    expect((await store.readAll({ limit: 9 })).map(({ stream }) => stream)).toEqual(['logSeal', 'thing-1']);
  });
  byHand(`UPDATE events SET metadata = json_remove(metadata, '$.mac') WHERE stream = 'thing-1'`);
  await opened(async ({ store, unproven }) => {
    expect(await unproven()).toMatchObject([{ stream: 'thing-1', revision: 0, unauthentic: true }]);
    expect(await store.readStream('thing-1', { limit: 9 })).toEqual([]);
  });
});

test('a log of before is sealed once, and counts as it was then', async () => {
  await old();
  const first = await opened(({ seal }) => seal());
  expect(first).toMatchObject({ facts: 3, upTo: '0000000000000003' });
  await opened(async ({ store, seal, unproven }) => {
    expect(await seal()).toMatchObject({ digest: first.digest });
    expect(await unproven()).toEqual([]);
    expect((await store.readAll({ limit: 9 })).map(({ stream }) => stream)).toEqual([
      'thing-0',
      'thing-1',
      'thing-2',
      'logSeal',
    ]);
  });
});

test.each<[string, string, readonly object[]]>([
  ['changed', `UPDATE events SET data = '{"n":"forged"}' WHERE position = 2`, [{ stream: 'thing-1', revision: 0 }]],
  ['taken away', 'DELETE FROM events WHERE position = 2', [{ stream: '$log' }]],
  [
    'swapped for another',
    `UPDATE events SET stream = 'thing-0', revision = 1 WHERE position = 2`,
    [{ stream: 'thing-0', revision: 1 }],
  ],
  [
    'added behind the seal',
    `INSERT INTO events SELECT 9, stream, 1, 'x', type, data, metadata FROM events WHERE position = 2`,
    [{ stream: 'thing-1', revision: 1 }],
  ],
])('of what was sealed a fact is %s', async (_, sql, found) => {
  await old();
  await opened(({ seal }) => seal());
  byHand(sql);
  expect(await opened(({ unproven }) => unproven())).toMatchObject(found);
});

test('without codes and seal a log does not pass for one of before, until somebody answers for it', async () => {
  await old();
  await opened(async ({ store, seal }) => {
    await seal();
    await store.append('thing-9', -1, [newEvent()]);
  });
  byHand(stripped);
  await expect(opened(({ seal }) => seal())).rejects.toThrow(/has lost its seal.*settle log-seal --reason/);
  await opened(async ({ store, seal }) => {
    expect(await seal('the newest copy was lost')).toMatchObject({ facts: 4, reason: 'the newest copy was lost' });
    expect(await store.readStream('thing-9', { limit: 9 })).toHaveLength(1);
  });
  await opened(async ({ unproven }) => expect(await unproven()).toEqual([]));
});

test('without the seal alone neither, though the mark be gone too', async () => {
  await opened(async ({ store, seal }) => {
    await seal();
    await store.append('thing-1', -1, [newEvent()]);
  });
  byHand(`DELETE FROM events WHERE stream = 'logSeal'`);
  mark = undefined;
  await expect(opened(({ seal }) => seal())).rejects.toThrow(/has lost its seal/);
});

test('killed between the seal and its mark, or beside values of before, the mark is made up for', async () => {
  await old();
  const { digest } = await opened(({ seal }) => seal());
  const made = mark;
  mark = undefined;
  expect(await opened(({ seal }) => seal())).toMatchObject({ digest });
  expect(mark).toBe(made);
});

test('a seal or a mark that somebody made is none', async () => {
  await opened(({ seal }) => seal());
  const genuine = mark;
  mark = `${mark?.slice(0, -2)}AA`;
  await expect(opened(({ seal }) => seal())).rejects.toThrow(/another seal than the one/);
  mark = genuine;
  byHand(`UPDATE events SET data = json_set(data, '$.upTo', '9') WHERE stream = 'logSeal'`);
  await expect(opened(({ seal }) => seal())).rejects.toThrow(/has lost its seal/);
});

test('two nodes that begin at once agree on one seal', async () => {
  await old();
  await opened(async ({ store, seal }) => {
    const [one, other] = await Promise.all([seal(), seal()]);
    expect(one).toEqual(other);
    expect(await store.readStream('logSeal', { limit: 9 })).toHaveLength(1);
  });
});
