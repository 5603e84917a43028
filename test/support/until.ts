/** Waits until a condition holds; fails loudly when it never does. */
export const until = async (
  what: string,
  holds: () => Promise<boolean> | boolean,
  patienceMs = 4000,
): Promise<void> => {
  for (const end = Date.now() + patienceMs; Date.now() < end;) {
    if (await holds()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${what} did not come about within ${patienceMs} ms`);
};
