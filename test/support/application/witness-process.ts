import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(__dirname, '../../../dist/cli/main.js');

/** `npx keyledger witness` that is starting, running or gone: as auditors start it, in a process of its own. */
export interface WitnessProcess {
  /** Its verifier key and address, once it listens; throws when it ends before. */
  ready(): Promise<{ readonly vkey: string; readonly url: string }>;
  /** Exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals>;
  end(): Promise<void>;
}

/** Its key and state lie in the folder. `env`: beside the path, all it has. */
export const startWitness = ({
  folder,
  log,
  env = {},
}: {
  readonly folder: string;
  readonly log: string;
  readonly env?: Readonly<Record<string, string>>;
}): WitnessProcess => {
  const files = ['--key', join(folder, 'witness.key'), '--state', join(folder, 'witness.state')];
  const child = spawn(process.execPath, [MAIN, 'witness', ...files, '--log', log, '--listen', '127.0.0.1:0'], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let wrong = '';
  child.stderr.on('data', (chunk: Buffer) => (wrong += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const listening = new Promise<{ vkey: string; url: string }>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, vkey, address] = /^(\S+)\nlistening on (\S+)\n/.exec(said) ?? [];
      if (vkey !== undefined) resolve({ vkey, url: `http://${address}` });
    });
  });
  return {
    ready: () =>
      Promise.race([
        listening,
        ended.then((how) => {
          throw new Error(`the witness ended with ${how} before it listened: ${wrong}`);
        }),
      ]),
    ended: () => ended,
    end: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};
