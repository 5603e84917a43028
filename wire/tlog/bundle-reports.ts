/** What each report of a bundle says of itself; behind the facts, from which it follows. */
export const REPORTS_FILE = 'reports.json';

/** Rows of a report in a file of a bundle; a long one has several. */
export const ROWS_OF_A_FILE = 5000;

/** The name of such a file. */
export const rowsFile = (report: string, part: number): string =>
  `reports/${report}/${String(part).padStart(6, '0')}.jsonl`;

/** Which report a file holds rows of; undefined: it holds something else. */
export const reportOfFile = (name: string): string | undefined => /^reports\/([^/]+)\/\d+\.jsonl$/.exec(name)?.[1];
