/** Where a property is looked at some hundred thousand times: `expect` takes longer for one than the code under test. */
export const must = (holds: boolean, broken: string): void => {
  if (!holds) throw new Error(broken);
};
