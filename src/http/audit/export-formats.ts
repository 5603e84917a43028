import type { AuditEntry } from '../../queries/audit/audit-entry';
import type { EntryLeaves } from '../../queries/audit/entry-leaves';
import { auditCsvHeader, csvLines } from './csv';
import { cefLine } from '../../queries/audit/siem/cef';
import type { ExportedEntry } from '../../queries/audit/siem/exported-entry';
import { ocsfEvent } from '../../queries/audit/siem/ocsf';

interface ExportFormat {
  readonly mediaType: string;
  readonly header: (forExcel: boolean) => string;
  readonly lines: (entries: readonly ExportedEntry[], forExcel: boolean) => string;
  /** Each entry is told with its place in the log's tree. */
  readonly withLeaves?: true;
  /** Of the file. */
  readonly extension: string;
}

export type ExportFormatName = 'jsonl' | 'csv' | 'ocsf' | 'cef';

/** How an export is written; each entry is one line. */
export const EXPORT_FORMATS: Readonly<Record<ExportFormatName, ExportFormat>> = {
  jsonl: {
    mediaType: 'application/jsonl; charset=utf-8',
    header: () => '',
    lines: (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
    extension: 'jsonl',
  },
  csv: {
    mediaType: 'text/csv; charset=utf-8; header=present',
    header: auditCsvHeader,
    lines: csvLines,
    extension: 'csv',
  },
  ocsf: {
    mediaType: 'application/jsonl; charset=utf-8',
    header: () => '',
    lines: (entries) => entries.map((entry) => `${JSON.stringify(ocsfEvent(entry))}\n`).join(''),
    withLeaves: true,
    extension: 'ocsf.jsonl',
  },
  cef: {
    mediaType: 'text/plain; charset=utf-8',
    header: () => '',
    lines: (entries) => entries.map((entry) => `${cefLine(entry)}\n`).join(''),
    withLeaves: true,
    extension: 'cef',
  },
};

/** An export as bytes, a page at a time: the reader's pace is the pace. */
export async function* exported(
  pages: AsyncIterable<readonly AuditEntry[]>,
  format: ExportFormatName,
  leaves: Pick<EntryLeaves, 'of'>,
  forExcel = false,
): AsyncGenerator<Buffer> {
  const { header, lines, withLeaves = false } = EXPORT_FORMATS[format];
  const first = header(forExcel);
  if (first !== '') {
    yield Buffer.from(first);
  }
  for await (const page of pages) {
    const found = withLeaves ? await leaves.of(page.map(({ id }) => id)) : undefined;
    const entries = page.map((entry): ExportedEntry => {
      const leaf = found?.get(entry.id);
      return leaf === undefined ? entry : { ...entry, leaf };
    });
    yield Buffer.from(lines(entries, forExcel));
  }
}
