/** Facts are flat: what lies in them lies a few levels deep. What is deeper than this nobody of ours wrote. */
const MOST_LEVELS = 32;

/** Is it nested so deeply that whoever writes it down or compares it would run out of stack? Looks no deeper than it must. */
export const isTooDeep = (value: unknown, levels = MOST_LEVELS): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && isTooDeep(member, levels - 1)) return true;
  }
  return false;
};
