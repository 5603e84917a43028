import type { CommandBus } from '@nestjs/cqrs';
import type { SchedulerRegistry } from '@nestjs/schedule';
import { Gauge, type Registry } from 'prom-client';
import { damagesAt } from '../access/damages';
import { RecordDamage } from '../commands/operations/record-damage';
import type { Checkpoints } from '../kernel/checkpoints';
import type { Clock } from '../kernel/clock';
import type { EventStore, SubscriptionBatch } from '../kernel/event-store';
import { damageIds, FIND_DAMAGE, tellable } from '../kernel/facts/damage-id';
import { firstGap } from '../kernel/facts/first-gap';
import { readSettled } from '../kernel/facts/read-settled';
import type { StreamEntry } from '../kernel/facts/stream-entry';
import type { RecordedEvent } from '../kernel/recorded-event';
import type { SeededIds } from '../kernel/seeded-ids';
import type { StreamReader } from '../kernel/stream-reader';
import type { StreamUnreadable } from '../kernel/stream-unreadable';
import { ORIGIN, type Mark } from '../kernel/subscription/mark';
import type { Subscription } from '../kernel/subscription/subscription';
import type { Subscriptions } from '../kernel/subscription/subscriptions';
import { scheduledInterval } from './scheduled-interval';

/** Whose place in the log and whose facts these are. */
const NAME = FIND_DAMAGE;
/** Small: requests are served between two of them. */
const BATCH = 25;
const KEEP_PLACE_EVERY_MS = 1000;
const TIMEOUT_MS = 30_000;
/** Damages this process remembers to have told. */
const MOST_TOLD = 1000;
/** A server that was told to forget by age forgets later, and says nothing when it does, ms. */
const LOOK_AGAIN_MS = 5000;
/** Streams that are looked at again: those told of first go. */
const MOST_LIMITED = 1000;
/** The list may have been full: somebody who comes to that stream later has it looked at again. */
const AGAIN_AFTER_MS = 60_000;

/** What was found, wherever: by following the log, or by a decision that came to a frozen stream. */
export type FoundDamage = Pick<StreamUnreadable, 'stream' | 'revision' | 'fault'> & {
  readonly type?: string | undefined;
  readonly unauthentic?: true | undefined;
};

export interface Watching {
  readonly store: Pick<EventStore, 'scanStream'>;
  readonly subscriptions: Subscriptions;
  readonly reader: StreamReader;
  readonly checkpoints: Checkpoints;
  readonly scheduler: SchedulerRegistry;
  readonly commands: CommandBus;
  /** What was examined may break afterwards, unseen: a file is examined anew by each process. */
  readonly anew: boolean;
  readonly seededIds: SeededIds;
  readonly clock: Clock;
  /** Told of every fact that it comes by. */
  readonly onFact: (event: RecordedEvent) => void;
  /** Somebody must look: told once a process for each damage. */
  readonly onDamage: (found: FoundDamage) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Makes every damage of our streams a fact, once, whichever node comes to it first. It follows the log from its beginning,
 * so that what was written while nobody looked is told too; the fact's id follows from what is damaged.
 */
export class DamageWatch {
  /** By damage, when it was. */
  private readonly told = new Map<string, number>();
  /** Streams that their server was told to cut, and that lack nothing yet. */
  private readonly limited = new Set<string>();
  private readonly subscription: Subscription;
  private endLooking?: () => void;
  private kept: Mark | undefined;
  private keptAt = 0;

  constructor(
    registry: Registry,
    private readonly on: Watching,
  ) {
    this.subscription = on.subscriptions.of({
      name: NAME,
      batchSize: BATCH,
      take: (batch, mark) => this.take(batch, mark),
      // What was told of the lost stretch is told again where it is still so.
      onWentBack: async ({ lastCommon }) => {
        this.told.clear();
        return lastCommon;
      },
      onError: on.onError,
    });
    new Gauge({
      name: 'keyledger_unsettled_damages',
      help: 'Places of the log that can not be read and were not settled; their streams are frozen. NaN when it can not be asked.',
      registers: [registry],
      async collect() {
        const open = await unsettled(on.reader).catch(() => Number.NaN);
        this.set(open);
      },
    });
  }

  async start(): Promise<void> {
    this.kept = this.on.anew ? undefined : await this.on.checkpoints.get(NAME);
    this.subscription.start(this.kept ?? ORIGIN);
    const again = () => this.lookAgain().catch(this.on.onError);
    this.endLooking = scheduledInterval(this.on.scheduler, 'watch-for-damage', LOOK_AGAIN_MS, () => void again());
  }

  async stop(): Promise<void> {
    this.endLooking?.();
    await this.subscription.stop();
  }

  /** A decision came to a stream it can't read. */
  report(found: FoundDamage): void {
    this.record(found).catch(this.on.onError);
  }

  private async take({ events, passed = [] }: SubscriptionBatch, mark: Mark): Promise<void> {
    events.forEach((event) => this.on.onFact(event));
    for (const entry of passed) await this.hear(entry);
    await this.keepPlace(mark);
    // Catching up must not keep requests from being served.
    await new Promise(setImmediate);
  }

  private async hear(entry: StreamEntry): Promise<void> {
    if (entry.fault !== undefined) {
      const { stream, revision, fault, type, unauthentic } = entry;
      await this.record({ stream, revision, fault, type: stream.startsWith('$') ? undefined : type, unauthentic });
    } else if (entry.cut === true) {
      await this.look(entry.stream);
    }
  }

  /** Its server was told to let go of what a stream holds, or its last fact is not where it stood: what does it lack? */
  private async look(stream: string): Promise<void> {
    const { store } = this.on;
    const revision = await firstGap(store, stream, await readSettled(store));
    if (revision === undefined) {
      this.limited.add(stream);
      const [first] = this.limited;
      if (this.limited.size > MOST_LIMITED && first !== undefined) this.limited.delete(first);
      return;
    }
    this.limited.delete(stream);
    const { gone } = await store.scanStream(stream, 0, 1);
    await this.record({ stream, revision, fault: gone ?? 'revisions of it are gone from the event store' });
  }

  /** What a server lets go of by itself goes from the beginning. */
  private async lookAgain(): Promise<void> {
    for (const stream of this.limited) {
      const { entries, gone } = await this.on.store.scanStream(stream, 0, 1);
      if (gone !== undefined || entries[0]?.revision !== 0) await this.look(stream);
    }
  }

  /** Makes it a fact, once. Throws what commands throw. */
  async record({ stream, revision, fault, type, unauthentic }: FoundDamage): Promise<void> {
    const { commands, seededIds, clock } = this.on;
    const what = { ...(type === undefined ? {} : { type: tellable(type) }), ...(unauthentic && { unauthentic }) };
    const ids = damageIds(seededIds, { stream, revision, type });
    const damageId = ids.next();
    const toldAt = this.told.get(damageId);
    if (toldAt !== undefined && clock.now() - toldAt < AGAIN_AFTER_MS) {
      return;
    }
    this.remember(damageId);
    try {
      const context = {
        actor: { kind: 'policy', name: NAME },
        correlationId: damageId,
        deadline: clock.now() + TIMEOUT_MS,
        ids,
      } as const;
      await commands.execute(new RecordDamage(context, { damageId, stream, revision, ...what, fault }));
      if (toldAt === undefined) this.on.onDamage({ stream, revision, fault, type });
    } catch (error) {
      this.told.delete(damageId);
      throw error;
    }
  }

  private remember(damageId: string): void {
    this.told.delete(damageId);
    this.told.set(damageId, this.on.clock.now());
    const [oldest] = this.told.keys();
    if (this.told.size > MOST_TOLD && oldest !== undefined) this.told.delete(oldest);
  }

  private async keepPlace(mark: Mark): Promise<void> {
    const now = this.on.clock.now();
    if (this.on.anew || now - this.keptAt < KEEP_PLACE_EVERY_MS) return;
    // Where another node has come farther, its place stays.
    if (await this.on.checkpoints.set(NAME, mark, this.kept)) this.kept = mark;
    else this.kept = await this.on.checkpoints.get(NAME);
    this.keptAt = now;
  }
}

const unsettled = async (reader: StreamReader): Promise<number> => {
  const damages = await damagesAt(await reader.fresh());
  return damages.filter(({ settledBy, until }) => settledBy === undefined && until === undefined).length;
};
