import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectionEvents } from '../../projections/engine/projection-events';
import { Projections } from '../../projections/engine/projections';
import type { ProjectionSharing } from '../../projections/engine/shared-projection';
import { EmbeddedReadStore } from '../../src/adapters/read-store/embedded/embedded-read-store';
import { openReadFile } from '../../src/adapters/read-store/embedded/read-file';
import type { Projector } from '../../src/kernel/projector';
import type { ModelSchema } from '../../src/kernel/read-model';
import { followedIn } from './followed-in';
import type { Subscriptions } from '../../src/kernel/subscription/subscriptions';
import type { WentBack } from '../../src/kernel/subscription/went-back';
import { InMemoryEventStore } from './in-memory-event-store';

/** What a document of a test holds: every event that changed it, so that one lost, doubled or out of order shows. */
export interface Tally {
  readonly id: string;
  readonly kind: string;
  readonly seen: readonly number[];
}

export interface Fact {
  readonly ids: readonly string[];
  readonly n: number;
}

export const TALLIES: ModelSchema = {
  name: 'tallies',
  version: 1,
  fields: { kind: 'text' },
  indexes: [['kind']],
};

export const tallies = (schema: Partial<ModelSchema> = {}): Projector<Tally> => ({
  schema: { ...TALLIES, ...schema },
  types: ['test.added.v1', 'test.removed.v1'],
  ids: (event) => (event.data as Fact).ids,
  next: (tally, event, id) =>
    event.type === 'test.removed.v1'
      ? undefined
      : { id, kind: schema.name ?? 'tally', seen: [...(tally?.seen ?? []), (event.data as Fact).n] },
});

/** The same projector, but one event is more than it can take. */
export const chokingOn = (n: number, projector: Projector<Tally>): Projector<Tally> => ({
  ...projector,
  next: (tally, event, id) => {
    if ((event.data as Fact).n === n) throw new Error(`can not take ${n}`);
    return projector.next(tally, event, id);
  },
});

let count = 0;

export const fact = (n: number, ids: readonly string[], type = 'test.added.v1') => ({
  id: `event${(count += 1)}`,
  type,
  data: { ids, n },
  metadata: { actor: { kind: 'user' as const }, time: '2026-01-01T00:00:00.000Z', correlationId: 'c1' },
});

/** A read file of its own, a log, a clock that stands, and what the engine tells. */
export class ReadSide {
  private readonly folder = mkdtempSync(join(tmpdir(), 'keyledger-engine-'));
  private readonly database = openReadFile(join(this.folder, 'reads.db'));
  private readonly running: Projections[] = [];
  readonly reads = new EmbeddedReadStore(this.database);
  readonly told: { stopped: string[]; progress: string[]; trouble: unknown[] } = {
    stopped: [],
    progress: [],
    trouble: [],
  };
  readonly wentBack: (readonly [string, WentBack])[] = [];
  readonly subscriptions: Subscriptions[] = [];
  now = 10_000;
  private watching: (() => void)[] = [];

  constructor(readonly log = new InMemoryEventStore()) {}

  projections(...projectors: readonly Projector<Tally>[]): Projections {
    return this.shared(undefined, ...projectors);
  }

  /** One of several nodes on the same stores. */
  shared(sharing: ProjectionSharing | undefined, ...projectors: readonly Projector<Tally>[]): Projections {
    const tell = (list: unknown[], value: unknown) => {
      list.push(value);
      this.watching.splice(0).forEach((look) => look());
    };
    const events: ProjectionEvents = {
      onStopped: (name, reason) => tell(this.told.stopped, `${name}: ${reason.message}`),
      onProgress: (name, { percent }) => tell(this.told.progress, `${name} ${percent}`),
      onWentBack: async (name, wentBack) => tell(this.wentBack, [name, wentBack]),
      onError: (_name, error) => tell(this.told.trouble, error),
    };
    const clock = { now: () => this.now };
    const subscriptions = followedIn(this.log, clock);
    this.subscriptions.push(subscriptions);
    const made = new Projections(projectors, subscriptions, this.reads, clock, events, sharing);
    this.running.push(made);
    return made;
  }

  /** Until the engine has told something that makes this true. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => this.watching.push(resolve));
    }
  }

  append(...events: readonly ReturnType<typeof fact>[]) {
    return this.log.append('test-1', 'any', events);
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((each) => each.stop()));
    this.database.close();
    rmSync(this.folder, { recursive: true });
  }
}
