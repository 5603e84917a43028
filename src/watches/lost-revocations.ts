import type { CommandBus } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { AUDIT_TRAIL, type AuditDocument } from '../../projections/audit-trail/document';
import { POWERS_OF, type PowerSource } from '../access/powers/powers-of';
import { restoredPowers } from '../access/powers/restored-powers';
import type { Adapters } from '../adapters/adapters';
import { RecordLostRevocations, type FoundRevocation } from '../commands/operations/record-lost-revocations';
import { identity } from '../domain/identities/evolve';
import type { DomainEvent } from '../kernel/event';
import { ourStream } from '../kernel/facts/our-streams';
import { grow } from '../kernel/fold';
import type { ReadModel } from '../kernel/read-model';
import type { RecordedEvent } from '../kernel/recorded-event';
import { StoreDamaged, StoreUnavailable } from '../kernel/store-errors';
import { StreamUnreadable } from '../kernel/stream-unreadable';
import type { WentBack } from '../kernel/subscription/went-back';
import { LostFacts, type KnownFact } from './lost-facts';

const PAGE = 500;
const TIMEOUT_MS = 60_000;

/** What can't be read is told as that, and gives nothing until it is settled. */
const unlessFrozen = async <T>(loading: Promise<T>): Promise<T | undefined> => {
  try {
    return await loading;
  } catch (error) {
    if (error instanceof StreamUnreadable) return undefined;
    throw error;
  }
};

type Parts = Pick<Adapters, 'eventStore' | 'streamReader' | 'derivedIds' | 'ids' | 'clock'>;

/**
 * Goes through what the audit trail still knows of a stretch that the log has lost, before it is rebuilt: what was taken
 * away there and stands again is listed for owners, people and grants first.
 */
export class LostRevocations {
  constructor(
    private readonly on: Parts,
    /** Asked when there is something to tell: the server is made after the read models. */
    private readonly commands: () => CommandBus,
    private readonly log: Pick<Logger, 'fatal' | 'error'>,
  ) {}

  /** Done twice it is done once. Throws where a store is away, to be asked again; anything else must not keep a read model back. */
  async onWentBack(name: string, wentBack: WentBack, table: ReadModel<unknown>): Promise<void> {
    if (name !== AUDIT_TRAIL.name) return;
    try {
      await this.find(wentBack, table as ReadModel<AuditDocument>);
    } catch (error) {
      if (error instanceof StoreUnavailable || error instanceof StoreDamaged) throw error;
      this.log.error({ err: error }, 'trouble with the list of lost revocations');
    }
  }

  private async find({ was, lastCommon }: WentBack, trail: Pick<ReadModel<KnownFact>, 'find'>): Promise<void> {
    const { eventStore, derivedIds, ids, clock } = this.on;
    const lost = await new LostFacts(eventStore, trail).after(lastCommon.position);
    const restored: FoundRevocation[] = [];
    for (const [category, giving] of POWERS_OF) {
      for (const [stream, facts] of lost.byStream) {
        if (ourStream(stream)?.category === category) {
          restored.push(...(await this.restored(giving, stream, facts, lost.from)));
        }
      }
    }
    const shown = await this.shown(lost.shown);
    const lossId = derivedIds.from(JSON.stringify(['omitted', was.position, was.fact?.eventId])).next();
    const context = {
      actor: { kind: 'policy', name: 'log-watch' },
      correlationId: lossId,
      deadline: clock.now() + TIMEOUT_MS,
      ids,
    } as const;
    const omitted = { lossId, count: lost.omitted };
    const listed = await this.commands().execute(new RecordLostRevocations(context, [...restored, ...shown], omitted));
    if (listed > 0) {
      this.log.fatal(
        { listed, omitted: lost.omitted },
        'the log has lost what took something away: see operations/damage',
      );
    }
  }

  private async restored(
    giving: PowerSource,
    stream: string,
    facts: readonly KnownFact[],
    from: string,
  ): Promise<readonly FoundRevocation[]> {
    const { fold } = giving;
    const loaded = await unlessFrozen(this.load(giving, stream));
    const common = loaded === undefined ? [] : await this.before(stream, from);
    if (loaded === undefined || common.length === 0) return [];
    const state = grow(fold, fold.initial, common as readonly DomainEvent[]);
    const next = (common.at(-1)?.revision ?? -1) + 1;
    const restored = restoredPowers(giving, state, facts as readonly DomainEvent[], loaded.state);
    return restored.map(({ subject, what, takenBy }) => {
      const fact = facts[takenBy];
      const lossId = this.idOf(stream, subject, fact);
      return { lossId, stream, revision: next + takenBy, lostType: fact?.type ?? '', what };
    });
  }

  /** Values that somebody saw in that time, and that are in force: nobody is asked to change them any more. */
  private async shown(shown: ReadonlyMap<string, readonly KnownFact[]>): Promise<readonly FoundRevocation[]> {
    const found: FoundRevocation[] = [];
    const view = await this.on.streamReader.fresh();
    for (const [identityId, facts] of shown) {
      const stream = `identity-${identityId}`;
      const { state, revision } = (await unlessFrozen(view.load(identity, identityId))) ?? {};
      const seen = facts.filter(({ data }) => (data as { version?: number }).version === state?.credentialVersion);
      const last = seen.at(-1);
      if (state?.status !== 'active' || last === undefined) continue;
      found.push({
        lossId: this.idOf(stream, 'shown', last),
        stream,
        revision: (revision ?? -1) + 1,
        lostType: last.type,
        what: `its value in force was shown ${seen.length} times`,
      });
    }
    return found;
  }

  private idOf(stream: string, subject: string, fact: KnownFact | undefined): string {
    return this.on.derivedIds.from(JSON.stringify(['lost', stream, subject, fact?.eventId])).next();
  }

  private async load({ fold }: PowerSource, stream: string) {
    return (await this.on.streamReader.fresh()).load(fold, ourStream(stream)?.id);
  }

  /** Facts of a stream that lie before a position. */
  private async before(stream: string, position: string): Promise<readonly RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    for (;;) {
      const page = await this.on.eventStore.readStream(stream, {
        from: (found.at(-1)?.revision ?? -1) + 1,
        limit: PAGE,
      });
      const common = page.filter((event) => event.position < position);
      found.push(...common);
      if (page.length < PAGE || common.length < page.length) return found;
    }
  }
}
