import { streamName, type Fold } from '../src/kernel/fold';
import type { Loaded, View } from '../src/kernel/stream-reader';
import { entryOf } from '../src/kernel/entry-of';
import type { ReadFact } from './facts-of-streams';
import { streamDigest } from '../wire/tlog/stream-digest';

interface Folded {
  state: unknown;
  count: number;
}

/** Streams as they were before a place of the log, for the code that decides: facts are told it one by one. */
export class ReplayedView implements View {
  at = '';
  time = '';
  readonly digest = streamDigest;
  private readonly streams = new Map<string, ReadFact[]>();
  /** By fold: two of them may read one stream. */
  private readonly folded = new Map<unknown, Map<string, Folded>>();

  tell(fact: ReadFact, leaf: number): void {
    const facts = this.streams.get(fact.stream);
    if (facts === undefined) this.streams.set(fact.stream, [fact]);
    else facts.push(fact);
    this.at = String(leaf).padStart(16, '0');
    this.time = fact.metadata.time;
  }

  async load<S>(fold: Fold<S>, id?: string): Promise<Loaded<S>> {
    const stream = streamName(fold.category, id);
    const facts = this.streams.get(stream) ?? [];
    const ofFold = this.folded.get(fold) ?? new Map<string, Folded>();
    const known = ofFold.get(stream) ?? { state: fold.initial, count: 0 };
    const steps = fold.evolve as Readonly<Record<string, (state: unknown, data: object) => unknown>>;
    for (const { type, data } of facts.slice(known.count)) {
      const step = entryOf(steps, type);
      if (step !== undefined) known.state = step(known.state, data);
    }
    known.count = facts.length;
    ofFold.set(stream, known);
    this.folded.set(fold, ofFold);
    const last = facts.at(-1);
    const revision = last?.revision ?? -1;
    return {
      stream,
      state: known.state as S,
      revision,
      lastFact: revision,
      facts: facts.length,
      ...(last === undefined ? {} : { time: last.metadata.time }),
    };
  }
}
