/** What is wrong with a value, and where in it: `at` is empty for the value itself, `[2]` or `.port` for a part of it. */
export interface Complaint {
  readonly at: string;
  readonly says: string;
}

export const complaint = (says: string, at = ''): Complaint => ({ at, says });

/** Names come from the caller: kept short, and free of what a log or a terminal would choke on. */
export const shownName = (name: string): string =>
  name === '' ? '""' : name.slice(0, 100).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');

/** "1 character", "200 characters". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Of text that has fewer characters than it must. */
export const tooShort = (min: number): Complaint =>
  complaint(min === 1 ? 'must not be empty' : `must have at least ${counted(min, 'character')}`);
