import { SinkRefused } from '../../kernel/sinks';

/** What comes of some work, or {@link SinkRefused} when it takes too long (`TIMEOUT`) or is called off (`STOPPED`); the work itself goes on. */
export const within = async <T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T> => {
  let give = (_: Error): void => undefined;
  const given = new Promise<never>((_, fail) => (give = fail));
  const stop = () => give(new SinkRefused('STOPPED'));
  const timer = setTimeout(() => give(new SinkRefused('TIMEOUT')), ms);
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) stop();
    return await Promise.race([work, given]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
};
