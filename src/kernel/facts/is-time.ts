const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Facts that were appended together were so at one time, and most of what they say was so then too. */
let last = '';

/** Is a text a time as facts hold it: RFC 3339, in UTC? */
export const isTime = (text: string): boolean => {
  if (text === last) return true;
  if (!TIME.test(text) || Number.isNaN(Date.parse(text))) return false;
  last = text;
  return true;
};
