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

/** Standard output, for the log. What is logged last is written before the process ends: pino sees to what was passed on. */
export const logDestination = (): DestinationStream => {
  const gathered = gatheredLines(pino.destination({ sync: false }));
  process.once('exit', () => gathered.end());
  return gathered;
};
