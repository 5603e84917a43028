import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../../src/config/load-config';
import { readRootKey } from '../../../src/config/read-root-key';
import { localIssuerKey } from '../../../wire/local-issuer-key';
import { signLocalToken } from '../../../wire/local-token';
import { client, type Client } from './client';
import { enginesFor } from './engines';

const MAIN = join(__dirname, '../../../dist/src/main.js');

/** A server that is starting, running or gone: the program users start, in a process of its own. */
export interface ServerProcess {
  readonly process: ChildProcess;
  /** Everything it wrote, so far. */
  readonly said: { stdout: string; stderr: string };
  /** Its address once it says it is ready; throws when it ends before. */
  ready(): Promise<string>;
  /** Exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): void;
}

/** Who brings a root key along needs none made. */
const withEngines = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const engines = enginesFor(env['KEYLEDGER_DATA_DIR'] ?? '');
  const named = env['KEYLEDGER_ROOT_KEY'] !== undefined;
  return Object.fromEntries(
    [...Object.entries(engines), ...Object.entries(env)].filter(
      ([name]) => !(named && name === 'KEYLEDGER_ROOT_KEY_FILE'),
    ),
  );
};

/** Starts what `npm test` has built. No variable of the outer environment reaches it but these. */
export const startServer = (env: Readonly<Record<string, string>>): ServerProcess => {
  if (!existsSync(MAIN)) {
    throw new Error('dist/src/main.js is missing; npm test builds it, npx jest does not');
  }
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'] ?? '', KEYLEDGER_PORT: '0', ...withEngines(env) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const address = new Promise<string>((resolve) => {
    child.stdout.on('data', () => {
      const url = /"api":"(http[^"]+)\/api\/v1"/.exec(said.stdout)?.[1];
      if (url !== undefined) {
        resolve(url);
      }
    });
  });
  return {
    process: child,
    said,
    ready: () =>
      Promise.race([
        address,
        ended.then((how) => {
          throw new Error(`the server ended with ${how} before it was ready: ${said.stderr}`);
        }),
      ]),
    ended: () => ended,
    kill: (signal) => void child.kill(signal),
  };
};

/** Somebody signed in at a server with these variables. */
export const signedIn = async (url: string, env: Readonly<Record<string, string>>, email: string): Promise<Client> => {
  const key = localIssuerKey(readRootKey(loadConfig(withEngines(env)).rootKey));
  return client(url, email, await signLocalToken({ ...key, email, support: false, now: Date.now() }));
};
