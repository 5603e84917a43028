import { spawn } from 'node:child_process';

/** So long may a program of the system take, ms. */
const LIMIT_MS = 30_000;
const MAX_OUTPUT = 64 * 1024;

export interface Program {
  readonly name: string;
  readonly args?: readonly string[];
  /** Zeroed once written: what is secret comes this way, never as an argument, which every user of the host can read. */
  readonly input?: Buffer;
  readonly uid?: number;
  readonly gid?: number;
  readonly limitMs?: number;
}

export interface Ended {
  /** Undefined: it did not start, or was killed for taking too long. */
  readonly code?: number;
  readonly output: string;
  readonly errors: string;
}

/** Nothing of the agent's own environment: neither what could steer the program nor what it should not know. */
const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };

const gather = (stream: NodeJS.ReadableStream): (() => string) => {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= MAX_OUTPUT) chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
};

/** Runs a program of the system without a shell. Never rejects. */
export const runProgram = ({ name, args = [], input, limitMs = LIMIT_MS, ...as }: Program): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(name, args, { ...as, cwd: '/', env: ENVIRONMENT, stdio: ['pipe', 'pipe', 'pipe'] });
    const output = gather(child.stdout);
    const errors = gather(child.stderr);
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    const end = (code: number | null, more = ''): void => {
      clearTimeout(timer);
      input?.fill(0);
      resolve({ ...(code === null ? {} : { code }), output: output(), errors: errors() + more });
    };
    child.on('error', (error) => end(null, error.message));
    child.on('close', (code) => end(code));
    // EPIPE: it ended without reading everything; its exit code says what came of it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
