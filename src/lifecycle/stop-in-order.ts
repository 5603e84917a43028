/** One step of an orderly stop. */
export interface StopStep {
  readonly what: string;
  /** Longest it is waited for, ms; then it is told, and the next one begins. */
  readonly withinMs: number;
  readonly stop: () => Promise<unknown>;
}

const inTime = async ({ what, withinMs, stop }: StopStep): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not stop within ${withinMs} ms`)), withinMs);
  });
  try {
    await Promise.race([stop(), late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Stops one part after the other. A step that fails or takes too long is told and skips nothing: what comes after it, the
 * stores last, is closed all the same. Errors: one that holds all, when every step has had its turn.
 */
export const stopInOrder = async (
  steps: readonly StopStep[],
  onError: (what: string, error: unknown) => void,
): Promise<void> => {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await inTime(step);
    } catch (error) {
      failures.push(error);
      onError(`stopping: ${step.what}`, error);
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, 'not everything stopped in order; the log says what');
  }
};
