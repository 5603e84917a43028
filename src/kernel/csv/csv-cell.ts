import { isNumberLike } from './number-like';

export type CsvValue = string | number | boolean | undefined;

/** What may stand before a sign without keeping a spreadsheet from taking it: blanks, quotes, what nobody sees. */
const UNSEEN = String.raw`[\p{White_Space}\p{Cf}\p{Cc}"]*`;
/** What begins a formula: the signs, and those that are the same to a spreadsheet (full-width, small, raised, lowered, minus). */
const SIGN = '[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20\u2212\uFE62\uFE63\uFE66\uFE6B\u207A-\u207C\u208A-\u208C]';
/** Where a new cell begins: at the start, after a line break, and after what other locales set between cells. */
const FORMULA = new RegExp(`(?<=^|[;|\\t\\r\\n])(?=${UNSEEN}${SIGN})`, 'gu');
/** A tab or a line break itself is taken off by some, and what follows judged. */
const LEADING = /^[\t\r\n]/;

/** A text of which no spreadsheet makes a formula: an apostrophe before it makes it text (OWASP, CSV Injection). */
const harmless = (text: string): string => {
  const disarmed = text.replace(FORMULA, "'");
  return LEADING.test(disarmed) ? `'${disarmed}` : disarmed;
};

const FORMULA_IN_JSON = new RegExp(`([;|]${UNSEEN})(${SIGN})`, 'gu');

/** JSON for a cell. What would have to be disarmed is written as an escape: whoever parses it reads what was there. */
export const csvJson = (value: object): string =>
  JSON.stringify(value).replace(
    FORMULA_IN_JSON,
    (_, before: string, sign: string) => `${before}\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const textOf = (cell: CsvValue): string => (cell === undefined ? '' : String(cell));

/** What is text to us is text to Excel: quotes alone do not keep it from reading a number. */
const keptAsText = (cell: CsvValue): string =>
  typeof cell === 'string' && isNumberLike(cell) ? `'${cell}` : textOf(cell);

/** What a cell says: a text of which no spreadsheet makes a formula, nor Excel, where it is for that, a number. */
export const csvText = (cell: CsvValue, forExcel: boolean): string =>
  harmless(forExcel ? keptAsText(cell) : textOf(cell));
