import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { counter } from '../../../../test/support/two-nodes';
import { ANY } from '../../../kernel/expected-revision';
import { factReader, type FactReader } from '../../../kernel/facts/fact-reader';
import { FactClassifier } from '../../../kernel/facts/fact-classifier';
import { DAMAGE_SETTLED } from '../../../kernel/facts/settled';
import { StreamUnreadable } from '../../../kernel/stream-unreadable';
import { EmbeddedEventStore } from '../embedded/embedded-event-store';
import { learnSettled } from '../learn-settled';
import { followedIn } from '../../../../test/support/followed-in';
import { Baselines } from './baselines';

const OURS = 'keyledger.thing-counted.v1';
const STREAM = 'counter-a';

/** As the application's own, with the counter's one fact beside. */
const book: FactReader = {
  owns: (stream) => stream.startsWith('counter-') || factReader.owns(stream),
  isOurs: (type) => factReader.isOurs(type),
  fault: (stream, told) => {
    if (!stream.startsWith('counter-')) return factReader.fault(stream, told);
    const { by } = (told.data ?? {}) as { by?: unknown };
    return told.type === OURS && typeof by === 'number' ? undefined : 'not a count';
  },
};

type Deed =
  | { readonly does: 'count' | 'stranger' | 'break' | 'elsewhere' | 'newer'; readonly by: number }
  | { readonly does: 'settle' | 'restart' };

const deeds = fc.array(
  fc.oneof(
    fc.record({
      does: fc.constantFrom('count' as const, 'count' as const, 'stranger' as const, 'break' as const),
      by: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({ does: fc.constantFrom('elsewhere' as const, 'newer' as const), by: fc.constant(1) }),
    fc.record({ does: fc.constantFrom('settle' as const, 'settle' as const, 'restart' as const) }),
  ),
  { maxLength: 25 },
);

/** What the log says, by the rule. */
interface Told {
  counts: number[];
  /** Revisions that can't be read and are not settled, ascending. */
  frozenAt: number[];
  length: number;
}

class Log {
  private ids = 0;
  readonly store: EmbeddedEventStore;
  readonly reader: Baselines;

  private constructor(path: string) {
    // Others write here as they do into a server, and a newer release does.
    const judge = new FactClassifier(book);
    judge.assertReadable = () => undefined;
    this.store = new EmbeddedEventStore(path, undefined, judge);
    this.reader = new Baselines(followedIn(this.store), {
      maxBytes: 100_000,
      settled: judge.settled,
      onError: (error) => {
        throw error;
      },
    });
  }

  static async open(path: string): Promise<Log> {
    const log = new Log(path);
    await learnSettled(log.store);
    await log.reader.start();
    return log;
  }

  async close(): Promise<void> {
    await this.reader.stop();
    await this.store.close();
  }

  append(stream: string, type: string, data: object) {
    const metadata = { actor: { kind: 'user' }, time: '2026-01-01T00:00:00.000Z', correlationId: 'c' } as const;
    return this.store.append(stream, ANY, [
      { id: `${Date.now()}-${(this.ids += 1)}-${Math.random()}`, type, data, metadata },
    ]);
  }

  async total(): Promise<{ total: number; revision: number }> {
    const { state, revision } = await (await this.reader.fresh()).load(counter, 'a');
    return { total: state.total, revision };
  }

  /** What whoever follows is told, from the beginning. */
  async followed(): Promise<readonly number[]> {
    for await (const { events, caughtUp } of this.store.subscribe({
      after: '',
      signal: new AbortController().signal,
    })) {
      if (!caughtUp) throw new Error('more than a batch');
      return events.filter(({ stream }) => stream === STREAM).map(({ data }) => (data as { by: number }).by);
    }
    return [];
  }
}

const play = async (log: Log, deed: Deed, told: Told): Promise<void> => {
  switch (deed.does) {
    case 'count':
      await log.append(STREAM, OURS, { by: deed.by });
      told.counts.push(deed.by);
      break;
    case 'stranger':
      await log.append(STREAM, 'Counted', { by: deed.by });
      break;
    case 'elsewhere':
      await log.append('my-own-stream', OURS, { by: 'nonsense' });
      return;
    case 'break':
      await log.append(STREAM, OURS, { by: `${deed.by}` });
      told.frozenAt.push(told.length);
      break;
    case 'newer':
      await log.append(STREAM, 'keyledger.thing-doubled.v2', {});
      told.frozenAt.push(told.length);
      break;
    case 'settle': {
      const revision = told.frozenAt.shift();
      if (revision === undefined) return;
      const data = { damageId: 'd', stream: STREAM, revision, reason: 'rubbish', settledBy: 'owner' };
      await log.append('damage', DAMAGE_SETTLED, data);
      return;
    }
    default:
      return;
  }
  told.length += 1;
};

test('whatever strangers and other releases write, every node decides and lists what the log says by the rule', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (all) => {
      const folder = mkdtempSync(join(tmpdir(), 'keyledger-frozen-'));
      const path = join(folder, 'events.db');
      let log = await Log.open(path);
      try {
        const told: Told = { counts: [], frozenAt: [], length: 0 };
        for (const deed of all) {
          if (deed.does === 'restart') {
            await log.close();
            log = await Log.open(path);
          }
          await play(log, deed, told);
          expect(await log.followed()).toEqual(told.counts);
          const [frozenAt] = told.frozenAt;
          const answer = await log.total().catch((error: unknown) => error);
          if (frozenAt === undefined) {
            const total = told.counts.reduce((sum, by) => sum + by, 0);
            expect(answer).toEqual({ total, revision: told.length - 1 });
          } else {
            expect(answer).toBeInstanceOf(StreamUnreadable);
            expect(answer).toMatchObject({ stream: STREAM, revision: frozenAt });
          }
        }
      } finally {
        await log.close();
        rmSync(folder, { recursive: true });
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
