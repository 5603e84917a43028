import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../json';
import type { RunningApplication } from './running-application';

const MAIN = join(__dirname, '../../../dist/cli/main.js');

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Environment = Readonly<Record<string, string>>;

/** `npx --no keyledger …` as `npm test` has built it, to its end. No variable of the outer environment reaches it but these. */
export const keyledger = (args: readonly string[], env: Environment = {}): Promise<Ran> => {
  if (!existsSync(MAIN)) {
    throw new Error('dist/cli/main.js is missing; npm test builds it, npx jest does not');
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
};

/** The variables with which somebody reaches an application. */
export const reaching = async (application: RunningApplication, email = 'owner@example.com'): Promise<Environment> => ({
  KEYLEDGER_URL: application.url,
  KEYLEDGER_TOKEN: (await application.as(email)).token,
});

/** The lines of an output that is JSON Lines. */
export const jsonLines = (text: string): Json[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
