import { Inject, Injectable } from '@nestjs/common';
import type { AuditDocument } from '../../../projections/audit-trail/document';
import { isOfRefusal, subjectsOf } from '../../kernel/facts/subjects-of';
import { ReadSide } from '../../kernel/read-side';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { auditEntry } from './audit-entry';
import { EntryLeaves, type EntryLeaf } from './entry-leaves';
import { NamesOfEntries, type EntryNames } from './entry-names';
import type { ExportedEntry } from './siem/exported-entry';

/** Longest that names and leaves are waited for, ms. */
const WAIT_MS = 2000;

/** Of a fact straight from the log: that it was withheld later is a fact of its own. */
const documentOf = ({ id: eventId, stream, type, data, metadata, position: id }: RecordedEvent): AuditDocument => {
  const { correlationId, causationId, ...rest } = metadata;
  const isRefused = isOfRefusal(type);
  return {
    id,
    eventId,
    stream,
    type,
    time: rest.time,
    outcome: isRefused ? 'refused' : 'success',
    ...(isRefused ? { refused: true as const } : {}),
    ...subjectsOf(data),
    who: '',
    correlationId,
    ...(causationId === undefined ? {} : { causationId }),
    metadata: rest,
    data,
  };
};

/**
 * Facts of the log as the audit tells them, for who follows the log itself: with names and leaves where the read models have
 * them by now, and without where those are away or far behind. What is proved does not wait for what is shown.
 */
@Injectable()
export class EntriesOfFacts {
  constructor(
    @Inject(NamesOfEntries) private readonly names: NamesOfEntries,
    @Inject(EntryLeaves) private readonly leaves: EntryLeaves,
    @Inject(ReadSide) private readonly readSide: ReadSide,
  ) {}

  /** In their order. Errors with nothing. */
  async of(facts: readonly RecordedEvent[]): Promise<readonly ExportedEntry[]> {
    const documents = facts.map(documentOf);
    const [names, leaves] = await this.known(documents);
    return documents.map((document, n) => {
      const leaf = leaves.get(document.eventId);
      return { ...auditEntry(document, names[n] ?? {}), ...(leaf === undefined ? {} : { leaf }) };
    });
  }

  private async known(
    documents: readonly AuditDocument[],
  ): Promise<readonly [readonly EntryNames[], ReadonlyMap<string, EntryLeaf>]> {
    const last = documents.at(-1);
    if (last === undefined) return [[], new Map()];
    try {
      await this.readSide.waitFor(['ledger', 'names'], last.id, WAIT_MS);
      return [await this.names.of(documents), await this.leaves.of(documents.map(({ eventId }) => eventId))];
    } catch {
      return [[], new Map()];
    }
  }
}
