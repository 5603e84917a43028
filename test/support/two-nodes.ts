import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followedIn } from './followed-in';
import { Baselines } from '../../src/adapters/event-store/baselines/baselines';
import { EmbeddedEventStore } from '../../src/adapters/event-store/embedded/embedded-event-store';
import { Decisions } from '../../src/commands/deciding/decisions';
import { FactRecorder } from '../../src/commands/deciding/fact-recorder';
import { Refusals } from '../../src/commands/deciding/refusals';
import type { Context } from '../../src/kernel/context';
import type { DomainEvent } from '../../src/kernel/event';
import type { EventStore } from '../../src/kernel/event-store';
import { ANY, type ExpectedRevision } from '../../src/kernel/expected-revision';
import type { Fold } from '../../src/kernel/fold';
import type { Ids } from '../../src/kernel/ids';

export type Counted = DomainEvent<'keyledger.thing-counted.v1', { by: number }>;

/** A stream that counts: the least that a decision can be about. */
export const counter: Fold<{ readonly total: number }, Counted> = {
  category: 'counter',
  initial: { total: 0 },
  evolve: { 'keyledger.thing-counted.v1': ({ total }, { by }) => ({ total: total + by }) },
};

export const counted = (by: number): Counted => ({ type: 'keyledger.thing-counted.v1', data: { by } });

let made = 0;
export const growingIds = (): Ids => ({ next: () => `id${(made += 1)}` });

const START = Date.parse('2026-03-01T08:00:00.000Z');

/** One log, and as many nodes on it as a spec wants; time stands still unless the spec moves it. */
export class Nodes {
  now = START;
  readonly troubles: unknown[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'keyledger-nodes-'));
  readonly store = new EmbeddedEventStore(join(this.folder, 'events.db'));
  private readonly started: Baselines[] = [];

  /** A node whose store may be one that a spec got between. */
  async node(store: EventStore = this.store, maxBytes = 1_000_000) {
    const reader = new Baselines(followedIn(store), { maxBytes, onError: (error) => this.troubles.push(error) });
    this.started.push(reader);
    await reader.start();
    const clock = { now: () => this.now };
    const refusals = new Refusals(store, clock, growingIds());
    const deciding = new Decisions(store, reader, clock, { below: () => 0 }, refusals);
    return { reader, refusals, deciding, recording: new FactRecorder(store, reader, clock, refusals) };
  }

  context(more: Partial<Context> = {}): Context {
    const actor = { kind: 'user', userId: 'ann', email: 'ann@example.com' } as const;
    return { actor, correlationId: 'c1', deadline: this.now + 30_000, ids: growingIds(), ip: '10.0.0.1', ...more };
  }

  /** An append that no node is told of but by the log. */
  write(stream: string, events: readonly DomainEvent[], expected: ExpectedRevision = ANY, time = START) {
    const metadata = {
      actor: { kind: 'policy', name: 'spec' },
      time: new Date(time).toISOString(),
      correlationId: 'c2',
    } as const;
    const ids = growingIds();
    return this.store.append(
      stream,
      expected,
      events.map((event) => ({ ...event, id: ids.next(), metadata })),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.started.map((reader) => reader.stop()));
    await this.store.close();
    rmSync(this.folder, { recursive: true });
  }
}

/** The store with some of its methods replaced. */
export const between = (store: EventStore, changed: Partial<EventStore>): EventStore => ({
  append: (...call) => store.append(...call),
  logId: () => store.logId(),
  readStream: (...call) => store.readStream(...call),
  scanStream: (...call) => store.scanStream(...call),
  readAll: (...call) => store.readAll(...call),
  head: () => store.head(),
  subscribe: (options) => store.subscribe(options),
  ...changed,
});
