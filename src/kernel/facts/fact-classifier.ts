import type { Position } from '../position';
import type { RecordedEvent } from '../recorded-event';
import type { EventMetadata } from '../event-metadata';
import { anyFacts, type FactReader, type FactObserver } from './fact-reader';
import { Settled } from './settled';
import type { StreamEntry } from './stream-entry';
import { upcast } from './upcast';

/** An event as a store holds it: for ever, byte for byte, whatever shape it is read in. */
export interface StoredFact extends FactObserver {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

/**
 * What every store asks of everything it reads: a fact, somebody else's, or one of ours that can't be read. One place for
 * all, so that who decides, who projects and who follows see the same, on every node and in every rebuild.
 */
export class FactClassifier {
  readonly settled = new Settled();

  /** `soleWriter`: nobody else writes into this store, so that what isn't ours is broken. */
  constructor(
    private readonly book: FactReader = anyFacts,
    private readonly soleWriter = false,
  ) {}

  owns(stream: string): boolean {
    return this.book.owns(stream);
  }

  /** In the shape of today, whichever release wrote it. Undefined: it lies in no stream of ours. */
  entry(stored: StoredFact): StreamEntry | undefined {
    const { stream, revision, position, type } = stored;
    if (!this.book.owns(stream)) {
      return undefined;
    }
    const place = { stream, revision, position, type };
    if (this.settled.passesOver(stream, revision, position) || (!this.book.isOurs(type) && !this.soleWriter)) {
      return place;
    }
    const told = this.book.isOurs(type) ? upcast(stored) : stored;
    const fault = this.book.isOurs(type) ? this.book.fault(stream, told) : 'such a fact is not ours';
    if (fault !== undefined) {
      return { ...place, fault };
    }
    const { id, metadata } = stored;
    const event: RecordedEvent = {
      id,
      stream,
      revision,
      position,
      type: told.type,
      data: told.data as object,
      metadata: metadata as EventMetadata,
    };
    this.settled.learn(event);
    return { ...place, event };
  }

  /** Throws for what could not be read again, and for the shape of an earlier release: a defect, told where it is made. */
  assertReadable(stream: string, told: FactObserver): void {
    const fault = this.book.owns(stream) ? this.book.fault(stream, told) : 'it is no stream of ours';
    if (fault !== undefined) {
      throw new TypeError(`${told.type} can not be appended to ${stream}: ${fault}`);
    }
  }
}
