import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cpuMsOf } from './process-figures';

/** A worker on the log of EventStoreDB, with a client of its own. */
export interface LogWorker {
  /** How often a second so many callers did its work, for so many ms. */
  rate(callers: number, ms: number): Promise<number>;
  /** Processor time it has taken so far, of all its threads, ms. */
  readonly cpuMs: () => number;
  stop(): void;
}

/** A worker that is ready to be told. */
export const startWorker = async (url: string, work: 'bare' | 'appends' | 'decisions'): Promise<LogWorker> => {
  const child = spawn(process.execPath, [join(__dirname, 'log-worker.js'), url, work], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the worker that measures ${work} ended`)));
  // It ends when it is told to, too, and then nobody waits for it.
  ended.catch(() => undefined);
  const said = () => Promise.race([once(child, 'message'), ended]);
  await said();
  return {
    rate: async (callers, ms) => {
      const done = said() as Promise<[{ perSecond: number }]>;
      child.send({ callers, ms });
      return (await done)[0].perSecond;
    },
    cpuMs: () => cpuMsOf(child.pid as number),
    stop: () => child.kill('SIGKILL'),
  };
};
