import type { AuditEntry } from '../../queries/audit/audit-entry';
import { CSV_HEADER, csvLine } from './csv';

interface ExportFormat {
  readonly mediaType: string;
  readonly header: string;
  readonly line: (entry: AuditEntry) => string;
}

/** How an export is written; each entry is one line. */
export const EXPORT_FORMATS: Readonly<Record<'jsonl' | 'csv', ExportFormat>> = {
  jsonl: {
    mediaType: 'application/jsonl; charset=utf-8',
    header: '',
    line: (entry) => `${JSON.stringify(entry)}\n`,
  },
  csv: { mediaType: 'text/csv; charset=utf-8; header=present', header: CSV_HEADER, line: csvLine },
};

/** An export as bytes, a page at a time: the reader's pace is the pace. */
export async function* exported(
  pages: AsyncIterable<readonly AuditEntry[]>,
  format: keyof typeof EXPORT_FORMATS,
): AsyncGenerator<Buffer> {
  const { header, line } = EXPORT_FORMATS[format];
  if (header !== '') {
    yield Buffer.from(header);
  }
  for await (const page of pages) {
    yield Buffer.from(page.map(line).join(''));
  }
}
