import { Inject, Injectable } from '@nestjs/common';
import { identity } from '../../domain/identities/evolve';
import type { SealFailed } from '../../domain/seals/events';
import { Clock } from '../../kernel/clock';
import { EventStore } from '../../kernel/event-store';
import { ANY } from '../../kernel/expected-revision';
import { Ids } from '../../kernel/ids';
import { SealAlarm, type SealFailure } from '../../kernel/seal-alarm';
import { SealBroken } from '../../kernel/sealing';
import { StoreDamaged } from '../../kernel/store-errors';
import { StreamReader } from '../../kernel/stream-reader';
import { timestamp } from '../../kernel/time';

/** Whoever asks again and again, as an agent that polls, makes one fact of it. */
const AGAIN_AFTER_MS = 60_000;
/** Values remembered as told; beyond it the oldest may be told anew. */
const MOST_TOLD = 10_000;

/**
 * Values that do not open, wherever that is found: an alarm at once, and a fact. Whoever wanted the value does not wait for
 * it, and gets what was wrong as before.
 */
@Injectable()
export class SealFailures {
  private readonly told = new Map<string, number>();
  private readonly seen = new WeakSet<object>();

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Ids) private readonly ids: Ids,
    @Inject(SealAlarm) private readonly alarm: SealAlarm,
  ) {}

  /** Does what opens, or seals beside, a value; if it fails for the seal's sake that is told, and thrown on. */
  async watch<T>(identityId: string, version: number, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.tell(identityId, version, error);
      throw error;
    }
  }

  /** The same for what takes no time. */
  watched<T>(identityId: string, version: number, open: () => T): T {
    try {
      return open();
    } catch (error) {
      this.tell(identityId, version, error);
      throw error;
    }
  }

  /** Tells of an error if it is one of a seal, each once; of any other nothing. */
  tell(identityId: string, version: number, error: unknown): void {
    if (!(error instanceof SealBroken || error instanceof StoreDamaged) || this.seen.has(error)) return;
    this.seen.add(error);
    const found = error instanceof SealBroken ? 'does_not_open' : 'missing';
    const failure: SealFailure = { identityId, version, found };
    this.alarm.failed(failure, error);
    if (this.isNew(`${identityId} ${version} ${found}`)) {
      this.record(failure).catch((trouble: unknown) => this.alarm.untold(failure, trouble));
    }
  }

  private isNew(what: string): boolean {
    const now = this.clock.now();
    if (now - (this.told.get(what) ?? -Infinity) < AGAIN_AFTER_MS) return false;
    this.told.delete(what);
    this.told.set(what, now);
    const [oldest] = this.told.keys();
    if (this.told.size > MOST_TOLD && oldest !== undefined) this.told.delete(oldest);
    return true;
  }

  private async record(failure: SealFailure): Promise<void> {
    const { state } = await (await this.reader.fresh()).load(identity, failure.identityId);
    const { organizationId, identityGroupId } = state;
    const place = state.status === 'none' ? {} : { organizationId, identityGroupId };
    const event: SealFailed = { type: 'keyledger.seal-failed.v1', data: { ...place, ...failure } };
    const metadata = {
      actor: { kind: 'policy', name: 'watch-seals' },
      time: timestamp(this.clock.now()),
      correlationId: this.ids.next(),
    } as const;
    const stream = `seals-${place.organizationId ?? 'account'}`;
    await this.store.append(stream, ANY, [{ ...event, id: this.ids.next(), metadata }]);
  }
}
