import { ANY, type ExpectedRevision } from '../../../kernel/expected-revision';
import { AppendTooLarge, WrongExpectedRevision } from '../../../kernel/store-errors';
import { MAX_APPEND_BYTES, type Appended } from '../../../kernel/event-store';
import type { AdmittedFact } from '../../../kernel/facts/authentic-facts';
import type { NewEvent } from '../../../kernel/new-event';
import type { RecordedEvent } from '../../../kernel/recorded-event';
import { eventWeight } from '../append-weight';
import { toPosition, type EventFile } from './event-file';
import type { LastRevisions } from './last-revisions';
import type { StreamEnd } from './stream-ends';

/** What a batch has done to streams that is not committed yet. */
export interface Batch {
  position: number;
  readonly ends: Map<string, StreamEnd>;
  /** What earlier batches have left behind, as far as it is remembered. */
  readonly known: Pick<LastRevisions, 'get'>;
  readonly written: RecordedEvent[];
}

/** One append waiting for its batch: serialized once, before it queues. */
export class PendingAppend {
  readonly bytes: number;

  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly events: readonly NewEvent[],
    /** The events as they are to be stored. */
    private readonly facts: readonly AdmittedFact[],
    readonly resolve: (appended: Appended) => void,
    readonly reject: (error: Error) => void,
  ) {
    this.bytes = facts.reduce((sum, { type, data, metadata }) => sum + eventWeight(type, data, metadata), 0);
    if (this.bytes > MAX_APPEND_BYTES) {
      throw new AppendTooLarge(stream, this.bytes);
    }
  }

  /** Writes into the open transaction, or throws before it has written anything. */
  write(file: EventFile, batch: Batch): Appended {
    const last =
      batch.ends.get(this.stream)?.revision ?? batch.known.get(this.stream) ?? file.lastRevision(this.stream);
    // A stream that doesn't exist holds no id.
    const repeated = last < 0 ? undefined : this.repetition(file);
    if (repeated !== undefined) {
      return repeated;
    }
    if (this.expected !== ANY && this.expected !== last) {
      throw new WrongExpectedRevision(this.stream, this.expected, last);
    }
    let revision = last;
    this.events.forEach(({ id, type, data, metadata }, index) => {
      const admitted = this.facts[index] as AdmittedFact;
      revision += 1;
      // One process writes: where nobody named a revision, it is known here for certain, and proven with the rest.
      const text = this.expected === ANY ? admitted.placed(revision) : admitted;
      batch.position += 1;
      file.insert(batch.position, this.stream, revision, id, type, text.data, text.metadata);
      const position = toPosition(batch.position);
      batch.written.push({ id, stream: this.stream, revision, position, type, data, metadata });
    });
    batch.ends.set(this.stream, { stream: this.stream, revision, position: batch.position });
    return { revision, position: toPosition(batch.position), repeated: false };
  }

  /** The append's ids stand there already, all of them in one piece: it was answered, or should have been. */
  private repetition(file: EventFile): Appended | undefined {
    const found = this.events.map((event) => file.find(this.stream, event.id));
    if (found.every((event) => event === undefined)) {
      return undefined;
    }
    const first = found[0]?.revision ?? Number.NaN;
    const inOnePiece = found.every((event, index) => event?.revision === first + index);
    const last = found.at(-1);
    if (!inOnePiece || last === undefined) {
      throw new WrongExpectedRevision(this.stream, this.expected, file.lastRevision(this.stream));
    }
    return { revision: last.revision, position: toPosition(last.position), repeated: true };
  }
}
