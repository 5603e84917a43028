import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '../../..');

/** Packs a program of the agent into one file, as `npm run agent:pack` does. Answers its path; `remove` ends its life. */
export const packed = (entry = 'test/support/agent-edge/agent-under-test.ts'): { file: string; remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-agent-'));
  const file = join(folder, 'agent.cjs');
  buildSync({
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['pg-native', 'cpu-features', '*.node'],
    entryPoints: [join(ROOT, entry)],
    outfile: file,
  });
  return { file, remove: () => rmSync(folder, { recursive: true }) };
};

export interface AgentProcess {
  readonly pid: number;
  /** Everything it said so far. */
  said(): string;
  kill(signal: NodeJS.Signals): void;
  /** Exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals>;
}

/** `through`: a program and its arguments that becomes the agent, such as setpriv. */
export const startAgent = (
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
  through: readonly string[] = [],
): AgentProcess => {
  const [program = process.execPath, ...words] = [...through, process.execPath, file, ...args];
  const { PATH = '' } = process.env;
  const child = spawn(program, words, { env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | NodeJS.Signals>((done) =>
    child.on('close', (code, signal) => done(code ?? signal ?? 1)),
  );
  return { pid: child.pid as number, said: () => said, kill: (signal) => void child.kill(signal), ended: () => ended };
};
