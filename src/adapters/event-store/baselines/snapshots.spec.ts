import { followedIn } from '../../../../test/support/followed-in';
import { between, counted, counter, Nodes, type Counted } from '../../../../test/support/two-nodes';
import { until } from '../../../../test/support/until';
import type { EventStore } from '../../../kernel/event-store';
import { Settled } from '../../../kernel/facts/settled';
import type { Fold } from '../../../kernel/fold';
import { StoreUnavailable } from '../../../kernel/store-errors';
import { StreamUnreadable } from '../../../kernel/stream-unreadable';
import type { KeptSnapshot, StreamSnapshots } from '../../../kernel/stream-snapshots';
import { factAuthentication } from '../../sealing/fact-authentication';
import { Baselines } from './baselines';
import { Snapshots } from './snapshots';

const LONG = 1200;
const authentication = factAuthentication('stream-snapshot', [new Uint8Array(32).fill(7)]);

describe('snapshots of long streams', () => {
  let nodes: Nodes;
  let kept: Map<string, KeptSnapshot>;
  let scanned: number;
  let store: EventStore;
  let settled: Settled;
  const started: Baselines[] = [];

  const inMemory = () => ({
    find: async (stream: string) => kept.get(stream),
    put: async (snapshot: KeptSnapshot) => void kept.set(snapshot.stream, snapshot),
    drop: async (stream: string) => void kept.delete(stream),
  });

  beforeEach(async () => {
    nodes = new Nodes();
    [kept, scanned, settled] = [new Map(), 0, new Settled()];
    store = between(nodes.store, {
      scanStream: async (...page) => {
        const found = await nodes.store.scanStream(...page);
        scanned += found.entries.length;
        return found;
      },
      isWhole: (...asked) => nodes.store.isWhole(...asked),
    });
    await nodes.write(
      'counter-a',
      Array.from({ length: LONG }, () => counted(1)),
    );
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((reader) => reader.stop()));
    await nodes.close();
  });

  /** As after a restart: nothing is known but what is kept. */
  const begun = async (snapshots: StreamSnapshots = inMemory(), log = store) => {
    const onError = (error: unknown) => nodes.troubles.push(error);
    const reader = new Baselines(followedIn(log), {
      maxBytes: 1_000_000,
      settled,
      onError,
      snapshots: new Snapshots({ store: snapshots, authentication, onError }),
    });
    started.push(reader);
    await reader.start();
    scanned = 0;
    return reader;
  };
  const load = async (reader: Baselines, fold: Fold<{ readonly total: number }, Counted> = counter) =>
    (await reader.fresh()).load(fold, 'a');
  const keep = async () => {
    const loaded = await load(await begun());
    await until('it is kept', () => kept.size === 1);
    return loaded;
  };

  it('spare most of the reading, and answer as the log would', async () => {
    const before = await keep();
    expect(scanned).toBe(LONG);
    expect(await load(await begun())).toEqual(before);
    expect(scanned).toBeLessThan(LONG / 2);
  });

  it('are grown by what came after them', async () => {
    await keep();
    await nodes.write('counter-a', [counted(5)]);
    expect(await load(await begun())).toMatchObject({ state: { total: LONG + 5 }, revision: LONG, facts: LONG + 1 });
  });

  it('are not made of what is short, nor anew for little', async () => {
    await nodes.write('counter-b', [counted(1)]);
    const reader = await begun();
    await (await reader.fresh()).load(counter, 'b');
    const before = await keep();
    const text = kept.get('counter-a')?.text;
    const again = await begun();
    await nodes.write('counter-a', [counted(1)]);
    await load(again);
    await again.stop();
    expect(before.facts).toBe(LONG);
    expect([...kept.keys()]).toEqual(['counter-a']);
    expect(kept.get('counter-a')?.text).toBe(text);
  });

  it('are dropped when somebody else wrote them, or changed them', async () => {
    await keep();
    const { text = '', code = '' } = kept.get('counter-a') ?? {};
    for (const forged of [
      { text: text.replace(`"total":${LONG}`, '"total":9'), code },
      { text, code: code.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) },
    ]) {
      kept.set('counter-a', { stream: 'counter-a', ...forged });
      const dropped = jest.fn(async () => undefined);
      const reader = await begun({ ...inMemory(), drop: dropped, put: async () => undefined });
      expect((await load(reader)).state).toEqual({ total: LONG });
      expect(dropped).toHaveBeenCalledTimes(1);
    }
  });

  it('of one stream say nothing of another', async () => {
    await keep();
    const { text = '', code = '' } = kept.get('counter-a') ?? {};
    kept.set('counter-b', { stream: 'counter-b', text, code });
    await nodes.write(
      'counter-b',
      Array.from({ length: LONG }, () => counted(2)),
    );
    const reader = await begun();
    expect((await (await reader.fresh()).load(counter, 'b')).state).toEqual({ total: 2 * LONG });
  });

  it.each(['another version', 'another fact'])('are passed over by a fold that makes or reads %s', async (what) => {
    await keep();
    const doubling = {
      ...counter.evolve,
      'keyledger.thing-counted.v1': ({ total }: { total: number }) => ({ total: total + 2 }),
    };
    const more = { ...doubling, 'keyledger.thing-doubled.v1': (state: { total: number }) => state };
    const fold =
      what === 'another version' ? { ...counter, version: 2, evolve: doubling } : { ...counter, evolve: more };
    expect((await load(await begun(), fold)).state).toEqual({ total: 2 * LONG });
  });

  it.each([
    ['is not there', (revision: number) => revision < LONG - 10],
    ['is another one', () => true],
  ] as const)('are dropped when the fact they end with %s in the log', async (_, isThere) => {
    await keep();
    const putBack = between(store, {
      scanStream: async (...page) => {
        const found = await nodes.store.scanStream(...page);
        const entries = found.entries.flatMap((entry) => {
          const { event } = entry;
          if (!isThere(entry.revision)) return [];
          // Ids that policies draw come again; what is done again is done later.
          const metadata = event && { ...event.metadata, time: '2026-04-01T00:00:00.000Z' };
          return [event === undefined || metadata === undefined ? entry : { ...entry, event: { ...event, metadata } }];
        });
        return { entries, more: found.more };
      },
    });
    const left = await load(await begun({ ...inMemory(), put: async () => undefined }, putBack));
    expect(left.revision).toBe(isThere(LONG - 1) ? LONG - 1 : LONG - 11);
    expect(kept.size).toBe(0);
  });

  it('of a stream that was ever told to be damaged are neither used nor made', async () => {
    await keep();
    const text = kept.get('counter-a')?.text.replace(`"total":${LONG}`, '"total":9') ?? '';
    kept.set('counter-a', { stream: 'counter-a', text, code: authentication.codeOf(text) });
    expect((await load(await begun())).state).toEqual({ total: 9 });
    const data = { damageId: 'd', stream: 'counter-a', revision: 7, fault: 'it can not be read' };
    const metadata = { actor: { kind: 'policy' }, time: '2026-04-01T00:00:00.000Z', correlationId: 'c' } as const;
    const type = 'keyledger.stream-damage-found.v1';
    settled.learn({ id: 'e', stream: 'damage', revision: 0, position: '9', type, data, metadata });
    const reader = await begun();
    expect((await load(reader)).state).toEqual({ total: LONG });
    await reader.stop();
    expect(kept.get('counter-a')?.text).toBe(text);
  });

  it('of a stream that has lost a revision before are dropped, so that it is found unreadable', async () => {
    await keep();
    const reader = await begun();
    const { file } = nodes.store as unknown as { file: { database: { exec(sql: string): void } } };
    file.database.exec("DELETE FROM events WHERE stream = 'counter-a' AND revision = 600");
    await expect(load(reader)).rejects.toThrow(StreamUnreadable);
    expect(kept.size).toBe(0);
  });

  it('are not missed where their store is away or says nothing', async () => {
    await keep();
    const away = async (): Promise<never> => {
      throw new StoreUnavailable('away');
    };
    expect((await load(await begun({ find: away, put: away, drop: away }))).state).toEqual({ total: LONG });
    const silent = () => new Promise<never>(() => undefined);
    expect((await load(await begun({ find: silent, put: away, drop: silent }))).state).toEqual({ total: LONG });
    expect(nodes.troubles.length).toBeGreaterThan(0);
  });

  it('let others have turns while a long stream is read', async () => {
    const reader = await begun();
    let [turns, isOver] = [0, false];
    const other = (): void => {
      turns += 1;
      if (!isOver) setImmediate(other);
    };
    setImmediate(other);
    await load(reader);
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(Math.floor(LONG / 250));
  });
});
