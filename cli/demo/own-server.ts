import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The server this command line was built with. */
const MAIN = join(__dirname, '../../src/main.js');
const READY = /"api":"(http[^"]+)\/api\/v1"/;

export interface OwnServer {
  /** With which it is found, and with whose root key tokens for it are signed. */
  readonly env: NodeJS.ProcessEnv;
  /** Stops it, and removes what it has stored. */
  end(): Promise<void>;
}

/** Answers its address, once it says that it is ready. */
const ready = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    const hear = (text: Buffer): void => {
      said += text.toString();
      const url = READY.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('close', () => reject(new Error(`The demo's server did not start: ${said}`)));
  });

/** Starts a server of its own on stores of its own, with these settings and nothing of the outer environment's but `PATH`. */
export const startOwnServer = async (
  { PATH }: NodeJS.ProcessEnv,
  settings: Readonly<Record<string, string>>,
): Promise<OwnServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-demo-'));
  const here = { KEYLEDGER_DATA_DIR: join(folder, 'data') };
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH, ...here, KEYLEDGER_PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'close');
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { env: { ...here, KEYLEDGER_URL: await ready(child) }, end };
  } catch (error) {
    await end();
    throw error;
  }
};
