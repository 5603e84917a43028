const FIRST_MS = 25;
const LONGEST_MS = 2000;

/** How long to wait after so many failures in a row, the first being 0: doubled each time, half of it by chance, so that nodes which failed together don't come back together. */
export const pauseMs = (failures: number, chance = Math.random()): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10)) * (0.5 + chance / 2);

export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    if (signal?.aborted === true) {
      done();
    }
  });
