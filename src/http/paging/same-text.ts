/** Equality in a time that depends on the length only: a proof can't be guessed character by character. */
export const sameText = (given: string, expected: string): boolean => {
  let difference = given.length ^ expected.length;
  for (let i = 0; i < expected.length; i++) difference |= given.charCodeAt(i) ^ expected.charCodeAt(i);
  return difference === 0;
};
