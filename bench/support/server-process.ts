import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localIssuerKey } from '../../wire/local-issuer-key';
import { signLocalToken } from '../../wire/local-token';
import { cpuMsOf, highWaterOf, memoryOf } from './process-figures';

/** The real server in its own process, on data of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  token(email: string): Promise<string>;
  /** Resident memory, bytes. */
  memory(): number;
  /** The most resident memory it has had so far, bytes. */
  highWater(): number;
  /** Processor time it has taken so far, of all its threads, ms. */
  readonly cpuMs: () => number;
  stop(): Promise<void>;
}

const READY = /"api":"(\S+?)\/api\/v1/;
const LOOK_MS = 20;
const LAST = 10_000;

/** Its log goes to a file, as an operator's does: a pipe would have the one who measures read it all. */
const whenReady = async (child: ChildProcess, logPath: string): Promise<string> => {
  for (;;) {
    const printed = existsSync(logPath) ? readFileSync(logPath, 'utf8').slice(-LAST) : '';
    const url = READY.exec(printed)?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${printed}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
};

export const newDataDir = (): string => join(mkdtempSync(join(tmpdir(), 'keyledger-bench-')), 'data');

export const startServer = async (
  dataDir = newDataDir(),
  more: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> => {
  const logPath = join(mkdtempSync(join(tmpdir(), 'keyledger-bench-log-')), 'log');
  const log = openSync(logPath, 'a');
  const child = spawn(process.execPath, [join(__dirname, '../../src/main.js')], {
    env: { ...process.env, NODE_ENV: 'production', KEYLEDGER_PORT: '0', KEYLEDGER_DATA_DIR: dataDir, ...more },
    stdio: ['ignore', log, 'inherit'],
  });
  closeSync(log);
  // A bench that fails must not leave servers behind.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => {
    process.off('exit', kill);
    rmSync(join(logPath, '..'), { recursive: true, force: true });
  });
  const url = await whenReady(child, logPath);
  const pid = child.pid as number;
  const encoded = more['KEYLEDGER_ROOT_KEY'] ?? readFileSync(join(dataDir, 'root.key'), 'utf8').trim();
  const rootKey = Buffer.from(encoded, 'base64');
  const skew = Number(more['SKEW_MS'] ?? 0);
  return {
    url,
    dataDir,
    pid,
    token: (email) => signLocalToken({ ...localIssuerKey(rootKey), email, support: false, now: Date.now() + skew }),
    memory: () => memoryOf(pid),
    highWater: () => highWaterOf(pid),
    cpuMs: () => cpuMsOf(pid),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
};

/** What makes a server's clock go ahead, ms. */
export const ahead = (ms: number): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `-r ${join(__dirname, '../../../test/support/application/skewed-clock.cjs')}`,
  SKEW_MS: String(ms),
});

export const removeData = (dataDir: string): void => rmSync(join(dataDir, '..'), { recursive: true, force: true });
