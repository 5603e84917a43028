import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = join(__dirname, '../../../scripts/serve-mongo.mjs');

/** A MongoDB: the one of MONGODB_URL, else the tests' own server of its protocol. */
export const startMongo = async (): Promise<{ readonly url: string; stop(): void }> => {
  const named = process.env['MONGODB_URL'];
  if (named !== undefined) return { url: named, stop: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-bench-mongo-'));
  const child = spawn(process.execPath, [PROGRAM, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(() => {
    throw new Error('there is no MongoDB to measure');
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
  ended.catch(() => undefined);
  return {
    url: `${line.toString().trim()}/keyledger_bench`,
    stop: () => {
      child.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
};
