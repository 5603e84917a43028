import { ANY, type ExpectedRevision } from '../expected-revision';
import type { EventMetadata } from '../event-metadata';
import type { NewEvent } from '../new-event';
import type { Position } from '../position';
import type { RecordedEvent } from '../recorded-event';
import { unproven, type AdmittedFact, type AuthenticFacts } from './authentic-facts';
import { anyFacts, type FactReader, type FactObserver } from './fact-reader';
import type { SaidTexts } from './fact-text';
import { NOTHING_SEALED, type LogSeal } from './log-seal';
import { Settled } from './settled';
import { withoutCode } from './stored-code';
import type { StreamEntry } from './stream-entry';
import { upcast } from './upcast';

/** An event as a store holds it: for ever, byte for byte, whatever shape it is read in. */
export interface StoredFact extends FactObserver {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  /** The JSON texts of data and metadata, where the store has them. */
  readonly texts?: SaidTexts;
}

/**
 * What every store asks of everything it reads: a fact, somebody else's, or one of ours that can't be read. One place for
 * all, so that who decides, who projects and who follows see the same, on every node and in every rebuild.
 */
export class FactClassifier {
  readonly settled = new Settled();
  private sealed: Pick<LogSeal, 'upTo'> = NOTHING_SEALED;

  /**
   * `soleWriter`: nobody else writes into this store, so that what isn't ours is broken. `authentic`: facts prove themselves by
   * a code; absent, for stores that are tried without a key, any is believed.
   */
  constructor(
    private readonly book: FactReader = anyFacts,
    private readonly soleWriter = false,
    private readonly authentic?: AuthenticFacts,
  ) {}

  owns(stream: string): boolean {
    return this.book.owns(stream);
  }

  isOurs(type: string): boolean {
    return this.book.isOurs(type);
  }

  /** From now on facts without a code count up to where they were sealed, and nowhere behind it. Before: nowhere. */
  believeSealed(sealed: Pick<LogSeal, 'upTo'>): void {
    this.sealed = sealed;
  }

  /** In the shape of today, whichever release wrote it. Undefined: it lies in no stream of ours. */
  entry(stored: StoredFact): StreamEntry | undefined {
    return this.judged(stored, true);
  }

  /** Of a fact that this process has just written, as it was given: it needs no proof. */
  own(event: RecordedEvent): StreamEntry | undefined {
    return this.judged(event, false);
  }

  private judged(stored: StoredFact, mustProve: boolean): StreamEntry | undefined {
    const { stream, revision, position, type } = stored;
    if (!this.book.owns(stream)) {
      return undefined;
    }
    const place = { stream, revision, position, type };
    if (this.settled.passesOver(stream, revision, position) || (!this.book.isOurs(type) && !this.soleWriter)) {
      return place;
    }
    const { metadata, code } = withoutCode(stored.metadata);
    const bare = { ...stored, metadata };
    const told = this.book.isOurs(type) ? upcast(bare) : bare;
    const fault = this.book.isOurs(type) ? this.book.fault(stream, told) : 'such a fact is not ours';
    if (fault !== undefined) {
      return { ...place, fault };
    }
    const doubt = mustProve ? this.doubt(bare, code) : undefined;
    if (doubt !== undefined) {
      return { ...place, fault: doubt, unauthentic: true };
    }
    const event: RecordedEvent = {
      id: stored.id,
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

  /** Why nobody needs to believe that a server of ours appended it as it stands. */
  private doubt(stored: StoredFact, code: string | undefined): string | undefined {
    if (this.authentic === undefined) return undefined;
    if (code === undefined) {
      return stored.position <= this.sealed.upTo ? undefined : 'it has no authentication code: no server appended it';
    }
    return this.authentic.hold(code, stored)
      ? undefined
      : 'its authentication code is not for what it says where it stands: it was written or changed by somebody else';
  }

  /** What is appended as it is to be stored. Throws FactTooLarge and what {@link assertReadable} throws. */
  admit(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): readonly AdmittedFact[] {
    return events.map((event, index) => {
      this.assertReadable(stream, event);
      if (this.authentic === undefined) return unproven(event);
      const placed = expected === ANY ? {} : { revision: expected + 1 + index };
      return this.authentic.make({ ...event, stream, ...placed });
    });
  }

  /** Throws for what could not be read again, and for the shape of an earlier release: a defect, told where it is made. */
  assertReadable(stream: string, told: FactObserver): void {
    const fault = this.book.owns(stream) ? this.book.fault(stream, told) : 'it is no stream of ours';
    if (fault !== undefined) {
      throw new TypeError(`${told.type} can not be appended to ${stream}: ${fault}`);
    }
  }
}
