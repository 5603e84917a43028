import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followedIn } from '../../../test/support/followed-in';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { sinkFact } from '../../../test/support/sinks/sink-items';
import { until } from '../../../test/support/until';
import { embeddedCheckpoints } from '../../adapters/material-store/embedded/embedded-checkpoints';
import { MaterialFile } from '../../adapters/material-store/embedded/material-file';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { SinkRefused, type Sink, type SinkItem } from '../../kernel/sinks';
import { SinkHealth } from './sink-health';
import { SinkOutbox } from './sink-outbox';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-outbox-'));
const file = new MaterialFile(join(folder, 'material.db'));
const checkpoints = embeddedCheckpoints(file);
afterAll(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const metadata = { actor: { kind: 'policy' }, time: '2026-01-01T00:00:00.000Z', correlationId: 'c' } as const;
const append = (log: InMemoryEventStore, ...words: readonly string[]) =>
  log.append(
    's-1',
    'any',
    words.map((word) => ({ id: `${word}-${randomUUID()}`, type: 'keyledger.word-said.v1', data: {}, metadata })),
  );

/** A sink that keeps what it is sent, refuses when it is told, and perhaps hangs until it is called off. */
class KeepingSink implements Sink {
  readonly name = 'https';
  readonly place = 'here';
  readonly got: string[] = [];
  tries = 0;
  refuses: (item: SinkItem) => boolean = () => false;
  hangs = false;

  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<void> {
    this.tries += 1;
    if (this.hangs) {
      await new Promise<void>((stop) => signal.addEventListener('abort', () => stop()));
      throw new SinkRefused('STOPPED');
    }
    for (const item of items) {
      if (this.refuses(item)) throw new SinkRefused('HTTP_500');
      this.got.push(item.id.replace(/-.*/, ''));
    }
  }

  async close(): Promise<void> {}
}

const itemsOf = async (facts: readonly RecordedEvent[]) =>
  facts.map(({ id, position }) => sinkFact(1, { id, position }));

const outboxes: SinkOutbox[] = [];
afterEach(() => Promise.all(outboxes.splice(0).map((outbox) => outbox.stop())));

const outboxOf = (log: InMemoryEventStore, sink: Sink, mark: string) => {
  const counted = { delivered: 0, failed: 0 };
  const health = new SinkHealth(sink.name, {
    delivered: () => void (counted.delivered += 1),
    failed: () => void (counted.failed += 1),
  });
  const troubles: unknown[] = [];
  const trouble = (error: unknown) => void troubles.push(error);
  const clock = { now: () => 5000 };
  const on = { subscriptions: followedIn(log), checkpoints, clock, itemsOf, trouble };
  const outbox = new SinkOutbox(sink, mark, health, on);
  outboxes.push(outbox);
  return { outbox, counted, health, troubles };
};

test('a new sink begins with the first fact, and goes on from where it was', async () => {
  const log = new InMemoryEventStore();
  const sink = new KeepingSink();
  await append(log, 'a', 'b');
  const first = outboxOf(log, sink, 'new');
  await first.outbox.start();
  await until('both', () => sink.got.length === 2);
  await append(log, 'c');
  const head = await log.head();
  await until('its place', async () => (await checkpoints.get('new'))?.position === head);
  await first.outbox.stop();
  await append(log, 'd');
  await outboxOf(log, sink, 'new').outbox.start();
  await until('the last', () => sink.got.length === 4);
  expect(sink.got).toEqual(['a', 'b', 'c', 'd']);
});

test('what is refused comes again until it is taken, in order, and is told of once', async () => {
  const log = new InMemoryEventStore();
  const sink = new KeepingSink();
  sink.refuses = ({ id }) => id.startsWith('b') && sink.tries < 4;
  await append(log, 'a', 'b', 'c');
  const { outbox, counted, health, troubles } = outboxOf(log, sink, 'refused');
  await outbox.start();
  await until('an outage', () => health.outage !== undefined);
  expect(health.outage).toEqual({ since: 5000, code: 'HTTP_500' });
  await until('all', () => sink.got.includes('c'));
  expect(sink.got.slice(-3)).toEqual(['a', 'b', 'c']);
  expect(new Set(sink.got.slice(0, -3))).toEqual(new Set(['a']));
  await until('its end', () => health.outage === undefined);
  expect(troubles).toHaveLength(1);
  expect(counted.failed).toBe(3);
});

test('one that hangs keeps nobody: it is called off at the end, and its fact comes to who goes on', async () => {
  const log = new InMemoryEventStore();
  const sink = new KeepingSink();
  sink.hangs = true;
  await append(log, 'a');
  const { outbox, counted } = outboxOf(log, sink, 'hangs');
  await outbox.start();
  await until('a try', () => sink.tries === 1);
  await outbox.stop();
  expect(counted.failed).toBe(0);
  sink.hangs = false;
  await outboxOf(log, sink, 'hangs').outbox.start();
  await until('it', () => sink.got.length === 1);
});

test('a checkpoint waits for what is being sent, and never goes beside it', async () => {
  const log = new InMemoryEventStore();
  const order: string[] = [];
  const sink = new KeepingSink();
  sink.send = async ([item]) => {
    order.push(`begin ${item?.id}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push(`end ${item?.id}`);
  };
  const { outbox } = outboxOf(log, sink, 'beside');
  await Promise.all([1, 2, 3].map((n) => outbox.send([sinkFact(n)])));
  expect(order).toEqual([1, 2, 3].flatMap((n) => [`begin e${n}`, `end e${n}`]));
});

test('where the log went back to an older copy, what is in it then is sent, whatever its positions', async () => {
  const log = new InMemoryEventStore();
  const sink = new KeepingSink();
  await append(log, 'a', 'b', 'c');
  const first = outboxOf(log, sink, 'back');
  await first.outbox.start();
  const head = await log.head();
  await until('its place', async () => (await checkpoints.get('back'))?.position === head);
  await first.outbox.stop();
  log.events.splice(1);
  await append(log, 'x', 'y');
  await outboxOf(log, sink, 'back').outbox.start();
  await until('the others', () => sink.got.includes('y'));
  expect(sink.got.slice(0, 3)).toEqual(['a', 'b', 'c']);
  expect(sink.got.slice(-2)).toEqual(['x', 'y']);
});

test('two that send at once each send everything, and lose no place', async () => {
  const log = new InMemoryEventStore();
  const [one, two] = [new KeepingSink(), new KeepingSink()];
  await append(log, 'a', 'b');
  await Promise.all([outboxOf(log, one, 'two').outbox.start(), outboxOf(log, two, 'two').outbox.start()]);
  await append(log, 'c');
  await until('all', () => one.got.length === 3 && two.got.length === 3);
  const head = await log.head();
  await until('the place', async () => (await checkpoints.get('two'))?.position === head);
});
