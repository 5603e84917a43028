/** Facts that are judged. */
export const CHECKED_OUT = 'keyledger.identity-checked-out.v1';
export const CHECKED_IN = 'keyledger.identity-checked-in.v1';
export const REVEALED = 'keyledger.identity-revealed.v1';
export const REDISCLOSED = 'keyledger.credential-redisclosed.v1';
export const LEASED = 'keyledger.job-leased.v1';
/** What such a fact of the same stream told was not shown after all. */
export const WITHHELD = 'keyledger.disclosure-withheld.v1';

/** A field of a fact that is a text; `''`: there is none such. */
export const text = (data: Readonly<Record<string, unknown>>, name: string): string => {
  const value = data[name];
  return typeof value === 'string' ? value : '';
};
