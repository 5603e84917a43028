import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cpuMsOf } from './process-figures';
import type { Yardstick } from './yardstick';

/** The bare server, answering what the application answers. */
export const startBare = async (rootKey: string, checkout: string, checkin: string, read = ''): Promise<Yardstick> => {
  const args = [join(__dirname, 'bare-server.js'), rootKey, checkout, checkin, read];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const pid = child.pid as number;
  return { url: line.toString().trim(), cpuMs: () => cpuMsOf(pid), stop: () => void child.kill() };
};
