import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.mjs';

const SUPPORT = join(root, 'test', 'support');

/**
 * Starts a double of EventStoreDB that keeps a log for every connection name, so that every application of a test run has one of
 * its own. It ends with this process, or when `end` is called.
 */
export const startDouble = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-esdb-'));
  const log = join(folder, 'log');
  const settings = { flavour: '23.10', batchAppend: true, maxAppendBytes: 1024 * 1024 };
  const options = { logPath: log, port: 0, settings, empty: false, faults: {}, logOfEachName: true };
  const args = ['-r', join(SUPPORT, 'run-typescript.cjs'), join(SUPPORT, 'eventstoredb', 'main.ts')];
  const child = spawn(process.execPath, [...args, JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = await new Promise((resolve, reject) => {
    child.once('message', ({ ready }) => resolve(ready));
    child.once('exit', (code) => reject(new Error(`the double of EventStoreDB ended with ${code}`)));
  });
  const end = () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return { at: `127.0.0.1:${port}`, log, end };
};
