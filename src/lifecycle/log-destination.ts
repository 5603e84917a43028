import { pino, type DestinationStream } from 'pino';

/** Where whole texts are written to. */
interface Output {
  write(text: string): unknown;
  /** Everything that was written leaves the process before this returns. */
  flushSync(): void;
}

/**
 * Lines that come in one turn of the event loop, passed on as one text: a stream that is written to while it is still busy
 * measures all that waits again with every line. At most a turn's lines wait here; `end` passes on what still does.
 */
export const gatheredLines = (output: Output): DestinationStream & { end(): void } => {
  let lines: string[] = [];
  const pass = (): void => {
    if (lines.length === 0) return;
    const text = lines.join('');
    lines = [];
    output.write(text);
  };
  return {
    write: (line) => {
      if (lines.push(line) === 1) setImmediate(pass);
    },
    end: () => {
      if (lines.length === 0) return;
      pass();
      output.flushSync();
    },
  };
};

/** The most that waits while nothing can be written, in characters: beyond it lines are lost, so that memory is not. */
const MOST_WAITING = 16 * 1024 * 1024;

/**
 * Standard output, for the log. What is logged last is written before the process ends. On a disk that is full lines wait for
 * the first one that can be written again: a server without its log still serves.
 */
export const logDestination = (): DestinationStream => {
  const output = pino.destination({ sync: false, maxLength: MOST_WAITING });
  let fails = false;
  output.on('error', () => (fails = true));
  output.on('write', () => (fails = false));
  const gathered = gatheredLines(output);
  // Ahead of pino, which at the end tries for as long as nothing can be written.
  process.prependOnceListener('exit', () => (fails ? output.destroy() : gathered.end()));
  return gathered;
};
