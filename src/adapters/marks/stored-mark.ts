import type { Mark } from '../../kernel/subscription/mark';
import { markAtPosition } from '../../kernel/subscription/mark';

/** A mark as it lies in a store, its position beside it. */
export const markToText = (mark: Mark): string => JSON.stringify(mark);

/** An older release writes the position alone, and moves it on beside a text it does not know: then the position counts. */
export const markFromText = (position: string, text: string | null | undefined): Mark => {
  const mark = text === null || text === undefined ? undefined : (JSON.parse(text) as Mark);
  return mark?.position === position ? mark : markAtPosition(position);
};
