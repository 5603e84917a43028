import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { enginesFor } from './engines';

const MAIN = join(__dirname, '../../../dist/projections/main.js');

export interface ReadSideProcess {
  /** Everything it wrote, so far. */
  readonly said: { stdout: string; stderr: string };
  /** Exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the read side as its own process, on the engines of a server with that data folder. */
export const startReadSide = (env: Readonly<Record<string, string>>): ReadSideProcess => {
  const engines = enginesFor(env['KEYLEDGER_DATA_DIR'] ?? '');
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'] ?? '', ...engines, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return { said, ended: () => ended, kill: (signal) => void child.kill(signal) };
};
