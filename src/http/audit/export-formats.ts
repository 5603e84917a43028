import type { AuditEntry } from '../../queries/audit/audit-entry';
import { auditCsvHeader, csvLines } from './csv';

interface ExportFormat {
  readonly mediaType: string;
  readonly header: (forExcel: boolean) => string;
  readonly lines: (entries: readonly AuditEntry[], forExcel: boolean) => string;
}

/** How an export is written; each entry is one line. */
export const EXPORT_FORMATS: Readonly<Record<'jsonl' | 'csv', ExportFormat>> = {
  jsonl: {
    mediaType: 'application/jsonl; charset=utf-8',
    header: () => '',
    lines: (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  },
  csv: { mediaType: 'text/csv; charset=utf-8; header=present', header: auditCsvHeader, lines: csvLines },
};

/** An export as bytes, a page at a time: the reader's pace is the pace. */
export async function* exported(
  pages: AsyncIterable<readonly AuditEntry[]>,
  format: keyof typeof EXPORT_FORMATS,
  forExcel = false,
): AsyncGenerator<Buffer> {
  const { header, lines } = EXPORT_FORMATS[format];
  const first = header(forExcel);
  if (first !== '') {
    yield Buffer.from(first);
  }
  for await (const page of pages) {
    yield Buffer.from(lines(page, forExcel));
  }
}
