import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RecordSinkFailed } from '../../commands/operations/record-sink-failed';
import { RecordSinkRecovered } from '../../commands/operations/record-sink-recovered';
import { Checkpoints } from '../../kernel/checkpoints';
import { Clock } from '../../kernel/clock';
import { Digest } from '../../kernel/digest';
import type { Context } from '../../kernel/context';
import { ErrorReporter } from '../../kernel/error-reporter';
import { Evidence } from '../../kernel/evidence';
import { Ids } from '../../kernel/ids';
import { Lease } from '../../kernel/lease';
import { BEFORE_FIRST } from '../../kernel/position';
import { lagBetween } from '../../kernel/position-lag';
import { SeededIds } from '../../kernel/seeded-ids';
import { Sinks, type Sink, type SinkName } from '../../kernel/sinks';
import { Subscriptions } from '../../kernel/subscription/subscriptions';
import { timestamp } from '../../kernel/time';
import { EntriesOfFacts } from '../../queries/audit/entries-of-facts';
import { SinkWatch, type SinkOutage } from './sink-health';
import { checkpointItem, factItem } from './sink-items';
import { sinkMarkName } from './sink-mark';
import { SinkTerm, type SinkTermServices } from './sink-term';

const WORK = 'sinks';
/** A node that was silent so long is taken for dead, ms. */
const TTL_MS = 3000;
const LOOK_EVERY_MS = 1000;
const TIMEOUT_MS = 30_000;

/** How a sink stands by what is durable, so that every node says the same of it. */
export interface SinkReport {
  readonly name: SinkName;
  readonly lag: number;
  /** When the first fact happened that it was not sent yet; absent when there is none. */
  readonly oldestUnsent?: string;
}

/** Sends every fact, and checkpoints, to the sinks that the operator has named: one node at a time, and another goes on when it falls silent. */
@Injectable()
export class SinkRunner {
  private term?: SinkTerm;
  private timer?: NodeJS.Timeout;
  private looking?: Promise<void>;

  constructor(
    @Inject(Sinks) private readonly sinks: Sinks,
    @Inject(Subscriptions) private readonly subscriptions: Subscriptions,
    @Inject(Checkpoints) private readonly checkpoints: Checkpoints,
    @Inject(Evidence) private readonly evidence: Evidence,
    @Inject(Lease) private readonly lease: Lease,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(SeededIds) private readonly seeded: SeededIds,
    @Inject(Ids) private readonly ids: Ids,
    @Inject(EntriesOfFacts) private readonly entries: EntriesOfFacts,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(SinkWatch) private readonly watch: SinkWatch,
    @Inject(ErrorReporter) private readonly errors: ErrorReporter,
  ) {}

  /** Waits for no sink and no other node. */
  start(): void {
    if (this.sinks.all.length === 0) return;
    this.timer = setInterval(() => void this.lookOnce(), LOOK_EVERY_MS).unref();
    void this.lookOnce();
  }

  /** Calls off what is being sent: whoever goes on sends it again. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    const { term } = this;
    delete this.term;
    if (term === undefined) return;
    await term.stop();
    await this.lease.release(WORK).catch(this.onError);
  }

  /** Throws what the stores' reads throw. */
  async reports(): Promise<readonly SinkReport[]> {
    if (this.sinks.all.length === 0) return [];
    const head = await this.subscriptions.head();
    return Promise.all(
      this.sinks.all.map(async (sink) => {
        const position = (await this.checkpoints.get(sinkMarkName(sink, this.digest)))?.position ?? BEFORE_FIRST;
        const [next] =
          position < head ? await this.subscriptions.store.readAll({ from: position, limit: 1 }) : ([] as const);
        return {
          name: sink.name,
          lag: lagBetween(position, head),
          ...(next === undefined ? {} : { oldestUnsent: next.metadata.time }),
        };
      }),
    );
  }

  private readonly onError = (error: unknown): void => this.errors.report('the outside sinks', error);

  private lookOnce(): Promise<void> {
    this.looking ??= this.look()
      .catch(this.onError)
      .finally(() => delete this.looking);
    return this.looking;
  }

  /** A store that does not answer leaves everything as it is: nobody can take over either. */
  private async look(): Promise<void> {
    const mine = await this.lease.hold(WORK, TTL_MS);
    if (mine && this.term === undefined) {
      const term = new SinkTerm(this.sinks.all, await this.services());
      try {
        await term.start();
        this.term = term;
      } catch (error) {
        await term.stop();
        throw error;
      }
    } else if (!mine && this.term !== undefined) {
      const lost = this.term;
      delete this.term;
      await lost.stop();
    }
  }

  private async services(): Promise<SinkTermServices> {
    const { subscriptions, checkpoints, evidence, clock, digest, watch } = this;
    const logId = await subscriptions.store.logId();
    return {
      subscriptions,
      checkpoints,
      evidence,
      clock,
      digest,
      watch,
      itemsOf: async (facts) => {
        const entries = await this.entries.of(facts);
        return facts.flatMap((fact, n) => (entries[n] === undefined ? [] : [factItem(fact, entries[n], logId)]));
      },
      checkpointItem: (note, at) => checkpointItem(note, timestamp(at), logId),
      tell: (sink, outage) => this.tell(sink, outage),
      tellWell: (sink) => this.commands.execute(new RecordSinkRecovered(this.context(this.ids), sink)),
      trouble: (sink, error) => this.errors.report(`the outside sink ${sink}`, error),
    };
  }

  /** A fact's id follows from where the sink stands: whichever node tells it, it is told once. */
  private async tell(name: SinkName, { since, code }: SinkOutage): Promise<void> {
    const sink = this.sinks.all.find((each): each is Sink => each.name === name);
    if (sink === undefined) return;
    const markName = sinkMarkName(sink, this.digest);
    const upTo = (await this.checkpoints.get(markName))?.position ?? BEFORE_FIRST;
    const ids = this.seeded.from(JSON.stringify(['sink-failed', markName, upTo]));
    const outage = { sink: name, code, since: timestamp(since) };
    await this.commands.execute(new RecordSinkFailed(this.context(ids), outage));
  }

  private context(ids: Ids): Context {
    return {
      actor: { kind: 'policy', name: 'send-facts-outside' },
      correlationId: ids.next(),
      deadline: this.clock.now() + TIMEOUT_MS,
      ids,
    };
  }
}
