/** Waits until a condition holds; fails loudly when it never does. The time is for a machine that is busy with something else. */
export const until = async (
  what: string,
  holds: () => Promise<boolean> | boolean,
  timeoutMs = 12_000,
): Promise<void> => {
  for (const end = Date.now() + timeoutMs; Date.now() < end;) {
    if (await holds()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${what} did not come about within ${timeoutMs} ms`);
};
