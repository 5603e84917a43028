import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Calls a double has taken, by kind. */
export type Counts = Readonly<Record<'append' | 'readStream' | 'readAll' | 'head' | 'subscribe', number>>;

/** A server of the EventStoreDB protocol in a process of its own. */
export interface Double {
  readonly url: string;
  /** Adds so much to every call from now on, ms; answers what was counted so far. */
  slow(ms: number): Promise<Counts>;
  stop(): void;
}

const TESTS = join(__dirname, '../../../test/support');

/** The tests' own double, which is not compiled with the rest. */
export const startDouble = async (): Promise<Double> => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-bench-'));
  const settings = { flavour: '23.10', batchAppend: true, maxAppendBytes: 1024 * 1024 };
  const options = { logPath: join(folder, 'log'), port: 0, settings, empty: false, faults: {} };
  const args = ['-r', join(TESTS, 'run-typescript.cjs'), join(TESTS, 'eventstoredb/main.ts'), JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const [{ ready }] = (await once(child, 'message')) as [{ ready: number }];
  let id = 0;
  return {
    url: `esdb://127.0.0.1:${ready}?tls=false`,
    slow: async (slowMs) => {
      const done = once(child, 'message') as Promise<[{ counts: Counts }]>;
      child.send({ id: (id += 1), faults: { slowMs } });
      return (await done)[0].counts;
    },
    stop: () => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
