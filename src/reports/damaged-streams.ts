import { isDamageFound, isDamageSettled } from '../kernel/facts/settled';
import type { RecordedEvent } from '../kernel/recorded-event';

/**
 * Streams that do not tell all there was, by the facts that say so. What was lost lies before the fact that tells of it, so that a
 * report of a moment in between rests on less than it would have then: these facts count whatever moment it is of.
 */
export class DamagedStreams {
  /** By stream, the first revision that is gone or can't be read. */
  private readonly lacking = new Map<string, number>();

  get isEmpty(): boolean {
    return this.lacking.size === 0;
  }

  /** A fact up to the moment that is told of: the stream lacks something by then, whatever is left of it. */
  learn(event: RecordedEvent): void {
    if (isDamageFound(event) || isDamageSettled(event)) this.lacking.set(event.data.stream, 0);
  }

  /** A fact behind that moment. */
  learnLater(event: RecordedEvent): void {
    if (!isDamageFound(event) && !isDamageSettled(event)) return;
    const { stream, revision } = event.data;
    this.lacking.set(stream, Math.min(revision, this.lacking.get(stream) ?? revision));
  }

  /** Does the stream lack something of what it held when `revision` was its last? */
  lacks(stream: string, revision: number): boolean {
    const first = this.lacking.get(stream);
    return first !== undefined && first <= revision + 1;
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this.lacking.keys();
  }
}
