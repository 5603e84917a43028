import type { AccessPages, ReviewedAccess } from '../../queries/access-reviews/review-access';
import type { CsvValue } from '../../kernel/csv/csv-cell';
import { csvHeader, csvRows } from '../audit/csv-rows';

/** The columns of a review as CSV, in their order. */
const COLUMNS: readonly (keyof ReviewedAccess)[] = [
  'identityGroupId',
  'identityGroupName',
  'organizationId',
  'email',
  'displayName',
  'userId',
  'idpUserId',
  'machine',
  'can',
  'obstacle',
  'level',
  'via',
  'principalType',
  'principalId',
  'principalName',
  'grantId',
  'expiresAt',
  'grantedBy',
  'grantedByEmail',
  'grantedAt',
  'neverUsed',
  'lastUsedAt',
  'lastAction',
  'lastIdentityId',
  'lastIdentityName',
  'organizationName',
  'userEmail',
];

async function* asCsv(pages: AccessPages, forExcel: boolean): AsyncGenerator<Buffer> {
  yield Buffer.from(csvHeader(COLUMNS, forExcel));
  for await (const page of pages) {
    const rows = page.map((line) => COLUMNS.map((column): CsvValue => line[column]));
    yield Buffer.from(csvRows(rows, forExcel));
  }
}

/** One JSON document, written as its items are found. */
async function* asJson(pages: AccessPages): AsyncGenerator<Buffer> {
  let before = '{"items":[';
  for await (const page of pages) {
    for (const line of page) {
      yield Buffer.from(`${before}${JSON.stringify(line)}`);
      before = ',\n';
    }
  }
  yield Buffer.from(`${before === ',\n' ? '' : before}],"nextCursor":null}\n`);
}

export const REVIEW_FORMATS = {
  json: { mediaType: 'application/json; charset=utf-8', write: asJson },
  csv: { mediaType: 'text/csv; charset=utf-8; header=present', write: asCsv },
} as const;
