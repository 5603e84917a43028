import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuMsOf } from '../process-figures';
import type { Yardstick } from '../yardstick';
import type { FloorOrder } from './order';

/** A floor server in a process of its own; its log lines go to a file, as the application's do. */
export const startFloor = async (order: Omit<FloorOrder, 'folder'>): Promise<Yardstick> => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-bench-floor-'));
  const log = openSync(join(folder, 'log'), 'a');
  const child = spawn(process.execPath, [join(__dirname, 'floor-server.js')], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', log, 'inherit', 'ipc'],
  });
  closeSync(log);
  child.send({ ...order, folder } satisfies FloorOrder);
  const [url] = (await once(child, 'message')) as [string];
  const pid = child.pid as number;
  const stop = (): void => {
    child.kill('SIGKILL');
    child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  };
  return { url, cpuMs: () => cpuMsOf(pid), stop };
};
