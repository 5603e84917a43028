/** Asks a server over and over for next to nothing, until `stop` answers the longest that any answer took, ms. */
export const watchStalls = (url: string): { stop(): Promise<number> } => {
  let longest = 0;
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const began = performance.now();
      await (await fetch(`${url}/health/live`)).arrayBuffer();
      longest = Math.max(longest, performance.now() - began);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await asking;
      return longest;
    },
  };
};
