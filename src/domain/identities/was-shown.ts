import type { OpenSession } from './state';

/** Was whoever held it shown this version, as the value or as one to be tried? */
export const wasShown = (
  { version, alternatives = [] }: Pick<OpenSession, 'version' | 'alternatives'>,
  candidate: number,
): boolean => version === candidate || alternatives.includes(candidate);
