import type { OpenSession } from './state';

/**
 * Was whoever held it shown this version, as the value or as one to be tried? Who broke the glass may ask again at any time, and
 * is shown whatever there is.
 */
export const wasShown = (
  { version, alternatives = [], breakGlass }: Pick<OpenSession, 'version' | 'alternatives' | 'breakGlass'>,
  candidate: number,
): boolean => breakGlass || version === candidate || alternatives.includes(candidate);
