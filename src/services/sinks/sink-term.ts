import type { Digest } from '../../kernel/digest';
import type { Evidence } from '../../kernel/evidence';
import type { Sink, SinkItem, SinkName } from '../../kernel/sinks';
import { SinkCheckpoints } from './sink-checkpoints';
import { SinkHealth, type SinkOutage, type SinkWatch } from './sink-health';
import { sinkMarkName } from './sink-mark';
import { SinkOutbox, type OutboxServices } from './sink-outbox';

const LOOK_EVERY_MS = 1000;
/** A sink that takes nothing for so long is told of. */
const OUTAGE_MS = 10 * 60_000;

export interface SinkTermServices extends Omit<OutboxServices, 'trouble'> {
  readonly digest: Digest;
  readonly evidence: Pick<Evidence, 'checkpoint'>;
  readonly watch: SinkWatch;
  readonly checkpointItem: (note: string, at: number) => SinkItem;
  /** Makes it a fact that a sink takes nothing, once for each outage. */
  readonly tell: (sink: SinkName, outage: SinkOutage) => Promise<void>;
  /** Makes it a fact that a sink takes what it is sent again, where an outage was told of, by whichever node. */
  readonly tellWell: (sink: SinkName) => Promise<void>;
  readonly trouble: (sink: SinkName, error: unknown) => void;
}

/** What goes to one sink: facts, checkpoints, and word of it where it takes none. */
class ServedSink {
  readonly outbox: SinkOutbox;
  private readonly health: SinkHealth;
  private readonly checkpoints: SinkCheckpoints;
  private toldOf?: number;
  private toldWell = false;

  constructor(
    private readonly sink: Sink,
    private readonly on: SinkTermServices,
  ) {
    this.health = new SinkHealth(sink.name, on.watch);
    this.outbox = new SinkOutbox(sink, sinkMarkName(sink, on.digest), this.health, {
      ...on,
      trouble: (error) => on.trouble(sink.name, error),
    });
    this.checkpoints = new SinkCheckpoints((items) => this.outbox.send(items), on.checkpointItem);
  }

  async look(note: string | undefined): Promise<void> {
    const now = this.on.clock.now();
    const { outage } = this.health;
    if (outage !== undefined && outage.since !== this.toldOf && now - outage.since >= OUTAGE_MS) {
      await this.on.tell(this.sink.name, outage);
      this.toldOf = outage.since;
    }
    if (!this.health.isWell) this.toldWell = false;
    else if (!this.toldWell) {
      await this.on.tellWell(this.sink.name);
      this.toldWell = true;
    }
    if (note !== undefined) await this.checkpoints.look(note, now);
  }
}

/** One time of a node at sending, from taking it up to laying it down. */
export class SinkTerm {
  private readonly served: readonly ServedSink[];
  private readonly busy = new Set<ServedSink>();
  private looking?: NodeJS.Timeout;

  constructor(
    sinks: readonly Sink[],
    private readonly on: SinkTermServices,
  ) {
    this.served = sinks.map((sink) => new ServedSink(sink, on));
  }

  async start(): Promise<void> {
    await Promise.all(this.served.map(({ outbox }) => outbox.start()));
    this.looking = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.looking);
    await Promise.all(this.served.map(({ outbox }) => outbox.stop()));
  }

  /** No sink waits for another one's look. */
  private async look(): Promise<void> {
    const free = this.served.filter((each) => !this.busy.has(each));
    if (free.length === 0) return;
    free.forEach((each) => this.busy.add(each));
    const note = await this.on.evidence.checkpoint().catch(() => undefined);
    await Promise.all(
      free.map(async (each) => {
        await each.look(note).catch((error: unknown) => this.on.trouble(each.outbox.sinkName, error));
        this.busy.delete(each);
      }),
    );
  }
}
