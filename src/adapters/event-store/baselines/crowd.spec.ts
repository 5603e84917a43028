import { between, counted, counter, Nodes } from '../../../../test/support/two-nodes';
import type { EventStore } from '../../../kernel/event-store';
import { StoreUnavailable } from '../../../kernel/store-errors';
import type { StreamReader } from '../../../kernel/stream-reader';

describe('baselines that a crowd asks for at once', () => {
  let nodes: Nodes;
  let reads: string[];
  let watched: EventStore;
  beforeEach(() => {
    nodes = new Nodes();
    reads = [];
    watched = between(nodes.store, {
      scanStream: (stream, from, limit) => {
        reads.push(stream);
        return nodes.store.scanStream(stream, from, limit);
      },
    });
  });
  afterEach(() => nodes.close());

  const total = async (reader: StreamReader) => (await (await reader.fresh()).load(counter, 'a')).state.total;

  it('read a stream that a crowd waits for once, or once more', async () => {
    const slow = between(watched, {
      scanStream: async (stream, from, limit) => {
        const page = await watched.scanStream(stream, from, limit);
        await new Promise((resolve) => setTimeout(resolve, 5));
        return page;
      },
    });
    const { reader } = await nodes.node(slow);
    await nodes.write('counter-a', [counted(1)]);
    const totals = await Promise.all(Array.from({ length: 500 }, () => total(reader)));
    expect(new Set(totals)).toEqual(new Set([1]));
    expect(reads.filter((stream) => stream === 'counter-a').length).toBeLessThanOrEqual(2);
  });

  it('fail those who waited for a reading that failed, and read again for the next', async () => {
    let away = true;
    const failing = between(watched, {
      scanStream: (stream, from, limit) =>
        away ? Promise.reject(new StoreUnavailable('away')) : nodes.store.scanStream(stream, from, limit),
    });
    const { reader } = await nodes.node(failing);
    await nodes.write('counter-a', [counted(1)]);
    const failed = await Promise.allSettled(Array.from({ length: 5 }, () => total(reader)));
    expect(failed.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    away = false;
    expect(await total(reader)).toBe(1);
  });
});
