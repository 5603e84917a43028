import type { CommandBus } from '@nestjs/cqrs';
import type { SchedulerRegistry } from '@nestjs/schedule';
import { Gauge, type Registry } from 'prom-client';
import { damagesAt } from '../access/damages';
import { RecordAhead } from '../commands/operations/record-ahead';
import type { Clock } from '../kernel/clock';
import { aheadIds, FIND_DAMAGE } from '../kernel/facts/damage-id';
import { ourStream } from '../kernel/facts/our-streams';
import type { SeededIds } from '../kernel/seeded-ids';
import type { StreamReader } from '../kernel/stream-reader';
import { CLOCKS_DIFFER_MS, timestamp } from '../kernel/time';
import { scheduledInterval } from './scheduled-interval';

const TIMEOUT_MS = 30_000;
/** A clock that goes back makes past facts future ones: how often the newest ones are looked at again. */
const LOOK_EVERY_MS = 10_000;
/** Streams remembered, those written or told longest ago forgotten first. */
const MOST_KEPT = 1000;
/** What is told in such streams is judged by no time of theirs, or is told of damage itself. */
const JUDGED_BY_NO_TIME: ReadonlySet<string> = new Set(['auditRead', 'damage', 'denied', 'reveal', 'seals']);

/** The last fact of a stream, as far as somebody knows. */
export interface LastFact {
  readonly stream: string;
  readonly revision: number;
  readonly time: string;
}

export interface AheadWatchParts {
  readonly reader: StreamReader;
  readonly commands: CommandBus;
  readonly seededIds: SeededIds;
  readonly clock: Clock;
  readonly scheduler: SchedulerRegistry;
  /** Somebody must look: told each time it becomes a fact. */
  readonly onAhead: (found: LastFact) => void;
  readonly onError: (error: unknown) => void;
}

/** Keeps at most {@link MOST_KEPT}, the newest. */
const remember = <V>(kept: Map<string, V>, stream: string, value: V): void => {
  kept.delete(stream);
  kept.set(stream, value);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
};

/**
 * Makes it a fact, once, that a stream's last fact lies in the future: a clock was ahead, and decisions on that stream are
 * taken as of then. It is told of facts by whoever follows the log or loads a stream.
 */
export class AheadWatch {
  /** The newest fact of the streams written last. */
  private readonly newest = new Map<string, LastFact>();
  /** When a stream was told last, by this process's own count of time. */
  private readonly told = new Map<string, number>();
  private endLooking?: () => void;

  constructor(
    registry: Registry,
    private readonly on: AheadWatchParts,
  ) {
    new Gauge({
      name: 'keyledger_streams_ahead_of_clock',
      help: 'Streams whose last fact lies in the future and whose times were not settled. NaN when it can not be asked.',
      registers: [registry],
      async collect() {
        this.set(await ahead(on).catch(() => Number.NaN));
      },
    });
  }

  start(): void {
    const look = () => this.newest.forEach((fact) => this.judge(fact));
    this.endLooking = scheduledInterval(this.on.scheduler, 'watch-for-clocks', LOOK_EVERY_MS, look);
  }

  stop(): void {
    this.endLooking?.();
  }

  /** A fact was written, here or elsewhere. */
  saw(fact: LastFact): void {
    remember(this.newest, fact.stream, fact);
    this.judge(fact);
  }

  /** Is it in the future? Then it is told. Cheap where it is not. */
  judge(fact: LastFact): void {
    if (Date.parse(fact.time) - this.on.clock.now() <= CLOCKS_DIFFER_MS) return;
    const toldAt = this.told.get(fact.stream) ?? -Infinity;
    const isTold = performance.now() - toldAt < LOOK_EVERY_MS;
    if (isTold || JUDGED_BY_NO_TIME.has(ourStream(fact.stream)?.category ?? 'damage')) return;
    remember(this.told, fact.stream, performance.now());
    this.record(fact).catch((error: unknown) => {
      this.told.delete(fact.stream);
      this.on.onError(error);
    });
  }

  private async record({ stream, revision, time }: LastFact): Promise<void> {
    const { commands, seededIds, clock, onAhead } = this.on;
    const ids = aheadIds(seededIds, { stream, revision });
    const damageId = ids.next();
    const context = {
      actor: { kind: 'policy', name: FIND_DAMAGE },
      correlationId: damageId,
      deadline: clock.now() + TIMEOUT_MS,
      ids,
    } as const;
    const isNews = await commands.execute(new RecordAhead(context, { damageId, stream, revision, until: time }));
    if (isNews) onAhead({ stream, revision, time });
  }
}

const ahead = async ({ reader, clock }: AheadWatchParts): Promise<number> => {
  const now = timestamp(clock.now());
  const damages = await damagesAt(await reader.fresh());
  return damages.filter(({ until = now, settledBy }) => settledBy === undefined && until > now).length;
};
