import { POWERS_OF } from '../access/powers/powers-of';
import type { EventStore } from '../kernel/event-store';
import { ourStream } from '../kernel/facts/our-streams';
import type { Position } from '../kernel/position';
import type { ReadModel } from '../kernel/read-model';
import type { RecordedEvent } from '../kernel/recorded-event';

const PAGE = 500;
/** Facts kept of what is lost; of those beyond it is told how many they are. */
const MOST_LOST = 20_000;
const DISCLOSURES: ReadonlySet<string> = new Set([
  'keyledger.identity-checked-out.v1',
  'keyledger.identity-revealed.v1',
]);

/** What a read model still knows of a fact; `id` is its position. */
export interface KnownFact {
  readonly id: Position;
  readonly eventId: string;
  readonly stream: string;
  readonly type: string;
  readonly data: object;
}

export interface Lost {
  /** Position of the first lost fact. */
  readonly from: Position;
  /** Facts of streams that give somebody something, in their order. */
  readonly byStream: ReadonlyMap<string, readonly KnownFact[]>;
  /** By identity, the facts that tell that its value was shown. */
  readonly shown: ReadonlyMap<string, readonly KnownFact[]>;
  /** So many more were lost than could be kept. */
  readonly omitted: number;
}

const add = (map: Map<string, KnownFact[]>, key: string, fact: KnownFact): void => {
  const facts = map.get(key);
  if (facts === undefined) map.set(key, [fact]);
  else facts.push(fact);
};

/** Tells which facts of a trail the log does not have any more; both are read once, page by page. */
export class LostFacts {
  private log: readonly RecordedEvent[] = [];
  private readUpTo: Position = '';

  constructor(
    private readonly store: Pick<EventStore, 'readAll'>,
    private readonly trail: Pick<ReadModel<KnownFact>, 'find'>,
  ) {}

  async after(position: Position): Promise<Lost> {
    this.readUpTo = position;
    const byStream = new Map<string, KnownFact[]>();
    const shown = new Map<string, KnownFact[]>();
    let [from, kept, omitted, last]: [Position, number, number, Position] = ['', 0, 0, position];
    for (;;) {
      const page = await this.trail.find({ where: [{ field: 'id', above: last }], limit: PAGE });
      const end = page.at(-1);
      if (end === undefined) return { from, byStream, shown, omitted };
      const there = await this.idsUpTo(end.id);
      for (const fact of page) {
        if (there.has(fact.eventId)) continue;
        from = from === '' ? fact.id : from;
        const { category = '' } = ourStream(fact.stream) ?? {};
        if (!POWERS_OF.has(category) && !DISCLOSURES.has(fact.type)) continue;
        kept += 1;
        if (kept > MOST_LOST) {
          omitted += 1;
          continue;
        }
        if (POWERS_OF.has(category)) add(byStream, fact.stream, fact);
        if (DISCLOSURES.has(fact.type)) add(shown, (fact.data as { identityId: string }).identityId, fact);
      }
      last = end.id;
      // A long stretch must not keep requests from being served.
      await new Promise(setImmediate);
    }
  }

  /** Ids of what the log holds after what was asked for before, up to this position. */
  private async idsUpTo(position: Position): Promise<ReadonlySet<string>> {
    const ids = new Set(this.log.filter((event) => event.position <= position).map(({ id }) => id));
    this.log = this.log.filter((event) => event.position > position);
    while (this.log.length === 0) {
      const page = await this.store.readAll({ from: this.readUpTo, limit: PAGE });
      const last = page.at(-1);
      if (last === undefined) break;
      this.readUpTo = last.position;
      page.filter((event) => event.position <= position).forEach(({ id }) => ids.add(id));
      this.log = page.filter((event) => event.position > position);
    }
    return ids;
  }
}
