import { spawn, type ChildProcess } from 'node:child_process';
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

/** What a process says next, over IPC, each time it is asked; rejects once it has ended. `what` it does, for the error. */
export const saidBy = (child: ChildProcess, what: string): (() => Promise<unknown>) => {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the worker that ${what} ended`)));
  // It ends when it is told to, too, and then nobody waits for it.
  ended.catch(() => undefined);
  return async () => {
    const [said] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
    return said;
  };
};

/** A worker that is ready to be told. */
export const startWorker = async (url: string, work: 'bare' | 'appends' | 'decisions'): Promise<LogWorker> => {
  const child = spawn(process.execPath, [join(__dirname, 'log-worker.js'), url, work], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const said = saidBy(child, `measures ${work}`);
  await said();
  return {
    rate: async (callers, ms) => {
      const done = said() as Promise<{ perSecond: number }>;
      child.send({ callers, ms });
      return (await done).perSecond;
    },
    cpuMs: () => cpuMsOf(child.pid as number),
    stop: () => child.kill('SIGKILL'),
  };
};
