import type { LRUCache } from 'lru-cache';
import fc from 'fast-check';
import { between, counted, counter, growingIds, Nodes } from '../../../../test/support/two-nodes';
import type { EventStore } from '../../../kernel/event-store';
import type { NewEvent } from '../../../kernel/new-event';
import { StoreUnavailable } from '../../../kernel/store-errors';
import type { StreamReader } from '../../../kernel/stream-reader';
import { StreamUnreadable } from '../../../kernel/stream-unreadable';
import type { Baselines } from './baselines';

describe('baselines', () => {
  let nodes: Nodes;
  let reads: string[];
  /** Tells which streams are read. */
  let watched: EventStore;
  beforeEach(() => {
    nodes = new Nodes();
    reads = [];
    watched = between(nodes.store, {
      scanStream: (stream, ...page) => {
        reads.push(stream);
        return nodes.store.scanStream(stream, ...page);
      },
    });
  });
  afterEach(() => nodes.close());

  const total = async (reader: StreamReader, id = 'a') => (await (await reader.fresh()).load(counter, id)).state.total;
  const keptBy = (reader: Baselines) => (reader as unknown as { kept: LRUCache<string, { weight: number }> }).kept;

  it('load a stream as it is, with its revision and time', async () => {
    const { reader } = await nodes.node(watched);
    await nodes.write('counter-a', [counted(1), counted(2)]);
    const loaded = await (await reader.fresh()).load(counter, 'a');
    const time = new Date(nodes.now).toISOString();
    const position = await nodes.store.head();
    const state = { total: 3 };
    expect(loaded).toEqual({ stream: 'counter-a', state, revision: 1, lastFact: 1, facts: 2, position, time });
  });

  it('read a stream once, as long as nothing is appended to it', async () => {
    const { reader } = await nodes.node(watched);
    await nodes.write('counter-a', [counted(1)]);
    await total(reader);
    await nodes.write('counter-b', [counted(1)]);
    expect(await total(reader)).toBe(1);
    expect(reads).toEqual(['counter-a']);
  });

  it('know a stream that does not exist not to, until it does', async () => {
    const { reader } = await nodes.node(watched);
    await total(reader);
    expect(await (await reader.fresh()).load(counter, 'a')).toEqual({
      stream: 'counter-a',
      state: { total: 0 },
      revision: -1,
      lastFact: -1,
      facts: 0,
    });
    expect(reads).toHaveLength(1);
    await nodes.write('counter-a', [counted(5)]);
    expect(await total(reader)).toBe(5);
  });

  it('take up what was just appended without a read', async () => {
    const { reader, deciding } = await nodes.node(watched);
    const decide = () => deciding.decide(nodes.context(), { fold: counter, id: 'a' }, () => [counted(1)]);
    await decide();
    await decide();
    expect(await total(reader)).toBe(2);
    expect(reads).toEqual(['counter-a']);
  });

  it('leave alone what they are told of an append behind others, or twice', async () => {
    const { reader } = await nodes.node(watched);
    await total(reader);
    const metadata = {
      actor: { kind: 'policy', name: 'spec' },
      time: '2026-01-01T00:00:00.000Z',
      correlationId: 'c',
    } as const;
    const mine: NewEvent = { ...counted(7), id: growingIds().next(), metadata };
    await nodes.write('counter-a', [counted(1)]);
    const { revision, position } = await nodes.store.append('counter-a', 0, [mine]);
    reader.appended('counter-a', [mine], revision, position);
    expect(await total(reader)).toBe(8);
    reader.appended('counter-a', [mine], revision, position);
    expect(await total(reader)).toBe(8);
  });

  it('page through long tails', async () => {
    const { reader } = await nodes.node(watched);
    await total(reader);
    for (let i = 0; i < 5; i++) {
      await nodes.write(
        'counter-a',
        Array.from({ length: 500 }, () => counted(1)),
      );
    }
    expect(await total(reader)).toBe(2500);
  });

  it('count a tail once that several loads read at the same time', async () => {
    const slow = between(nodes.store, {
      scanStream: async (...asked) => {
        const events = await nodes.store.scanStream(...asked);
        await new Promise(setImmediate);
        return events;
      },
    });
    const { reader } = await nodes.node(slow);
    await nodes.write('counter-a', [counted(1)]);
    const view = await reader.fresh();
    const loads = await Promise.all(Array.from({ length: 20 }, () => view.load(counter, 'a')));
    expect(loads.map(({ state }) => state.total)).toEqual(Array(20).fill(1));
  });

  it('are right when the follower hears nothing, though each load reads then', async () => {
    const deaf = between(watched, {
      async *subscribe({ signal }) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        yield { events: [], position: '', caughtUp: false };
      },
    });
    const { reader } = await nodes.node(deaf);
    for (const expected of [1, 2, 3]) {
      await nodes.write('counter-a', [counted(1)]);
      expect(await total(reader)).toBe(expected);
    }
  });

  it('take a broken subscription up where it stood, and are right meanwhile', async () => {
    let breaks = 2;
    const starts: string[] = [];
    const broken = between(watched, {
      async *subscribe(options) {
        starts.push(options.after);
        for await (const batch of nodes.store.subscribe(options)) {
          yield batch;
          if (batch.events.length > 0 && breaks-- > 0) throw new StoreUnavailable('away');
        }
      },
    });
    const { reader } = await nodes.node(broken);
    let last = '';
    for (const expected of [1, 2, 3, 4]) {
      last = (await nodes.write('counter-a', [counted(1)])).position;
      expect(await total(reader)).toBe(expected);
    }
    while (starts.length < 3) await new Promise(setImmediate);
    expect(nodes.troubles).toHaveLength(2);
    expect(new Set(starts).size).toBe(3);
    expect(starts.every((start) => start <= last)).toBe(true);
  });

  it('let nobody decide on a fact this release does not know', async () => {
    const { reader } = await nodes.node(watched);
    await nodes.write('counter-a', [counted(1)]);
    await total(reader);
    await nodes.write('counter-a', [{ type: 'keyledger.thing-moved.v9', data: {} }, counted(1)]);
    await expect(total(reader)).rejects.toThrow(StreamUnreadable);
    await expect(total(reader)).rejects.toThrow(StreamUnreadable);
    expect(await total(reader, 'b')).toBe(0);
  });

  it('keep no more than they may, and are right about what they dropped', async () => {
    const { reader } = await nodes.node(watched, 2000);
    for (let i = 0; i < 40; i++) {
      await nodes.write(`counter-${i}`, [counted(i)]);
      await total(reader, `${i}`);
      expect(keptBy(reader).calculatedSize).toBeLessThanOrEqual(2000);
    }
    expect(keptBy(reader).size).toBeLessThan(11);
    expect(await total(reader, '3')).toBe(3);
  });

  it('drop what was not used for longest', async () => {
    const { reader } = await nodes.node(watched, 1000);
    await total(reader, 'often');
    for (let i = 0; i < 20; i++) {
      await total(reader, `${i}`);
      await total(reader, 'often');
    }
    expect(reads.filter((stream) => stream === 'counter-often')).toHaveLength(1);
  });

  it('weigh what they keep rightly, however it came and went', async () => {
    const { reader, deciding } = await nodes.node(watched, 1500);
    for (let i = 0; i < 60; i++) {
      const id = `${(i * 7) % 11}`;
      await deciding.decide(nodes.context(), { fold: counter, id }, () => [counted(10 ** (i % 9))]);
      await total(reader, `${i % 5}`);
    }
    const kept = keptBy(reader);
    const weights = [...kept.values()].map(({ weight }) => weight);
    expect(kept.calculatedSize).toBe(weights.reduce((sum, weight) => sum + weight, 0));
  });

  it('answer a store that is away as it does', async () => {
    const away = between(watched, { scanStream: () => Promise.reject(new StoreUnavailable('away')) });
    const { reader } = await nodes.node(away);
    await expect(total(reader)).rejects.toThrow(StoreUnavailable);
  });

  it('see every append that was answered before, whichever of two nodes made it', async () => {
    const [one, other] = [await nodes.node(nodes.store, 900), await nodes.node(nodes.store)];
    let run = 0;
    const step = fc.record({
      stream: fc.nat(4),
      by: fc.integer({ min: 1, max: 9 }),
      through: fc.constantFrom('one', 'other', 'log'),
      asks: fc.constantFrom('one', 'other'),
      waits: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        run += 1;
        const answered = new Map<string, number>();
        const under: Promise<void>[] = [];
        for (const { stream, by, through, asks, waits } of steps) {
          const id = `${run}x${stream}`;
          const node = through === 'one' ? one : other;
          const append =
            through === 'log'
              ? nodes.write(`counter-${id}`, [counted(by)])
              : node.deciding.decide(nodes.context(), { fold: counter, id }, () => [counted(by)]);
          const done = append.then(() => void answered.set(id, (answered.get(id) ?? 0) + by));
          if (waits) await done;
          else under.push(done);
          const least = answered.get(id) ?? 0;
          expect(await total((asks === 'one' ? one : other).reader, id)).toBeGreaterThanOrEqual(least);
        }
        await Promise.all(under);
        for (const [id, exactly] of answered) {
          expect([await total(one.reader, id), await total(other.reader, id)]).toEqual([exactly, exactly]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
