import type { DomainEvent } from './event';
import { grow, streamName, type Fold } from './fold';
import type { View } from './stream-reader';

/** Named parts of a state, each plain data. */
export type Parts = Readonly<Record<string, unknown>>;

/** What a step of a judgement looked at: parts of a stream's state. The last fact that changed one of them decided the step. */
export interface Ground {
  readonly stream: string;
  /** The parts as they were judged, and the last fact of the stream that had been folded by then; -1: there was none. */
  judged(view: View): Promise<{ readonly parts: Parts; readonly lastFact: number }>;
  /** The parts before the first fact, then after each that is handed in. */
  replay(): (fact?: DomainEvent) => Parts;
  /** Whether a part that changed has to do with the question; absent: each has. */
  readonly concerns?: (view: View, part: unknown) => Promise<boolean>;
}

/** `concerns`: for parts of which only the other streams of the view say whose they are. */
export const ground = <S, E extends DomainEvent>(
  fold: Fold<S, E>,
  id: string | undefined,
  parts: (state: S) => Parts,
  concerns?: Ground['concerns'],
): Ground => ({
  stream: streamName(fold.category, id),
  judged: async (view) => {
    const { state, lastFact } = await view.load(fold, id);
    return { parts: parts(state), lastFact };
  },
  replay: () => {
    let state = fold.initial;
    return (fact) => {
      // Stores hand out no other facts of a stream than those its fold has a step for.
      if (fact !== undefined) state = grow(fold, state, [fact as E]);
      return parts(state);
    };
  },
  ...(concerns === undefined ? {} : { concerns }),
});
