import { Inject, Injectable } from '@nestjs/common';
import { Evidence } from '../../kernel/evidence';
import { StreamReader } from '../../kernel/stream-reader';
import { ErrorReporter } from '../../kernel/error-reporter';
import type { RecordedEvent } from '../../kernel/recorded-event';

const FURTHER_BACK = 200;

/** By which whoever was shown a value can have it proved later that the log says so. */
export interface DisclosureReceipt {
  readonly eventId: string;
  /** In the log. */
  readonly position: string;
  /** Base64 of the leaf's hash in the log's tree. */
  readonly leafHash: string;
}

/** Where in a stream a disclosure was told. */
interface Told {
  readonly revision: number;
  /** Facts that were appended together, up to that one. Default 1. */
  readonly count?: number;
  /** The last of them as it stands in the log, where they were appended just now. */
  readonly last?: RecordedEvent;
}

/** Receipts of facts that stand in the log, as they were recorded, since that is what is hashed: by an append just now, or read again. */
@Injectable()
export class DisclosureReceipts {
  constructor(
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Evidence) private readonly evidence: Pick<Evidence, 'leafHash'>,
    @Inject(ErrorReporter) private readonly errors: ErrorReporter,
  ) {}

  /**
   * Of the fact of this kind among `count` that end with a revision; of a session, of the one that names it, which may lie
   * further back. Never stands in the way: without one there is none.
   */
  async of(
    stream: string,
    { revision, count = 1, last }: Told,
    type: string,
    sessionId?: string,
  ): Promise<{ readonly receipt?: DisclosureReceipt }> {
    try {
      const isIt = (each: RecordedEvent) =>
        each.type === type &&
        (sessionId === undefined || (each.data as { sessionId?: unknown }).sessionId === sessionId);
      const fact =
        last !== undefined && isIt(last) ? last : await this.read(stream, { revision, count }, isIt, sessionId);
      if (fact === undefined) return {};
      const { id: eventId, position } = fact;
      return { receipt: { eventId, position, leafHash: this.evidence.leafHash(fact) } };
    } catch (error) {
      this.errors.report('a receipt', error);
      return {};
    }
  }

  private async read(
    stream: string,
    { revision, count }: { readonly revision: number; readonly count: number },
    isIt: (fact: RecordedEvent) => boolean,
    sessionId?: string,
  ): Promise<RecordedEvent | undefined> {
    const facts = count === 0 ? [] : await this.reader.page(stream, revision - count + 1, count, 'forwards');
    // A request that comes again finds what its first run wrote, behind which others may have written.
    return facts.find(isIt) ?? (sessionId === undefined ? undefined : this.furtherBack(stream, revision, isIt));
  }

  private async furtherBack(
    stream: string,
    revision: number,
    isIt: (fact: RecordedEvent) => boolean,
  ): Promise<RecordedEvent | undefined> {
    return (await this.reader.page(stream, revision, FURTHER_BACK, 'backwards')).find(isIt);
  }
}
