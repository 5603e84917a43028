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

/** Receipts of facts that stand in the log: read again as they were recorded, since that is what is hashed. */
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
    { revision, count = 1 }: { readonly revision: number; readonly count?: number },
    type: string,
    sessionId?: string,
  ): Promise<{ readonly receipt?: DisclosureReceipt }> {
    try {
      const isIt = (each: RecordedEvent) =>
        each.type === type &&
        (sessionId === undefined || (each.data as { sessionId?: unknown }).sessionId === sessionId);
      const facts = count === 0 ? [] : await this.reader.page(stream, revision - count + 1, count, 'forwards');
      // A request that comes again finds what its first run wrote, behind which others may have written.
      const fact = facts.find(isIt) ?? (sessionId && (await this.furtherBack(stream, revision, isIt)));
      if (fact === undefined || fact === '') return {};
      const { id: eventId, position } = fact;
      return { receipt: { eventId, position, leafHash: this.evidence.leafHash(fact) } };
    } catch (error) {
      this.errors.report('a receipt', error);
      return {};
    }
  }

  private async furtherBack(
    stream: string,
    revision: number,
    isIt: (fact: RecordedEvent) => boolean,
  ): Promise<RecordedEvent | undefined> {
    return (await this.reader.page(stream, revision, FURTHER_BACK, 'backwards')).find(isIt);
  }
}
