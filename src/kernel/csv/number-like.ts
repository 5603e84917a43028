const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';

/** What Excel reads as something else than text, in one of its locales or another: zeros, digits or all of what was meant would be lost. */
const FORMS = [
  // 0000000000000042, 1.5, 1e5, 12 %, 1.234.567,8
  String.raw`[$€£]?(?=[.,]*\d)[\d.,]+(?:e[+-]?\d+)?\s*[%$€£]?`,
  // 1-2, 3/4/2026, 2026-03-04, 1.2., each also with a time
  String.raw`\d{1,4}[-/.]\d{1,2}(?:[-/.](?:\d{1,4})?)?(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?`,
  // 12:30, 12:30:15 pm
  String.raw`\d{1,4}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?(?:\s*[ap]m?)?`,
  // 1 1/2
  String.raw`\d+ \d+/\d+`,
  // MARCH1, Oct 2026, Oct 3, 2026
  String.raw`${MONTH}[-. /]?\d{1,4}(?:[-. /,]{1,2}\d{1,4})?`,
  // 1-Sep, 1 Sep 2026
  String.raw`\d{1,2}[-. /]?${MONTH}(?:[-. /]?\d{1,4})?`,
  'true|false',
];
const NUMBER_LIKE = new RegExp(String.raw`^\s*(?:${FORMS.join('|')})\s*$`, 'i');

/** Whether Excel would make something else of a text than that text. */
export const isNumberLike = (text: string): boolean => NUMBER_LIKE.test(text);
