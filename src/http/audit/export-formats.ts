import type { AuditEntry } from '../../queries/audit/audit-entry';
import { CSV_HEADER, csvLines } from './csv';

interface ExportFormat {
  readonly mediaType: string;
  readonly header: string;
  readonly lines: (entries: readonly AuditEntry[]) => string;
}

/** How an export is written; each entry is one line. */
export const EXPORT_FORMATS: Readonly<Record<'jsonl' | 'csv', ExportFormat>> = {
  jsonl: {
    mediaType: 'application/jsonl; charset=utf-8',
    header: '',
    lines: (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  },
  csv: { mediaType: 'text/csv; charset=utf-8; header=present', header: CSV_HEADER, lines: csvLines },
};

/** An export as bytes, a page at a time: the reader's pace is the pace. */
export async function* exported(
  pages: AsyncIterable<readonly AuditEntry[]>,
  format: keyof typeof EXPORT_FORMATS,
): AsyncGenerator<Buffer> {
  const { header, lines } = EXPORT_FORMATS[format];
  if (header !== '') {
    yield Buffer.from(header);
  }
  for await (const page of pages) {
    yield Buffer.from(lines(page));
  }
}
