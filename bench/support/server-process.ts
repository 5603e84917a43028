import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localIssuerKey } from '../../wire/local-issuer-key';
import { signLocalToken } from '../../wire/local-token';

/** The real server in its own process, on data of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  token(email: string): Promise<string>;
  /** Resident memory, bytes. */
  memory(): number;
  /** Processor time it has taken so far, of all its threads, ms. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10;

const READY = /"api":"(\S+?)\/api\/v1/;

const whenReady = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-10_000);
      const url = READY.exec(printed)?.[1];
      if (url !== undefined) {
        resolve(url);
      }
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
  });

export const newDataDir = (): string => join(mkdtempSync(join(tmpdir(), 'keyledger-bench-')), 'data');

export const startServer = async (
  dataDir = newDataDir(),
  more: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [join(__dirname, '../../src/main.js')], {
    env: { ...process.env, NODE_ENV: 'production', KEYLEDGER_PORT: '0', KEYLEDGER_DATA_DIR: dataDir, ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A bench that fails must not leave servers behind.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const url = await whenReady(child);
  const pid = child.pid as number;
  const encoded = more['KEYLEDGER_ROOT_KEY'] ?? readFileSync(join(dataDir, 'root.key'), 'utf8').trim();
  const rootKey = Buffer.from(encoded, 'base64');
  const skew = Number(more['SKEW_MS'] ?? 0);
  return {
    url,
    dataDir,
    pid,
    token: (email) => signLocalToken({ ...localIssuerKey(rootKey), email, support: false, now: Date.now() + skew }),
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024,
    cpuMs: () => {
      // proc(5): what follows the name in brackets begins with field 3; utime and stime are 14 and 15, in ticks.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
    },
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
