import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { api } from './support/api';
import type { Figure } from './support/figures';
import { identityLines } from './support/import-lines';
import { removeData, startServer } from './support/server-process';
import { makeVault } from './support/vault';

const CLI = join(__dirname, '../cli/main.js');
const LOOK_EVERY_MS = 1000;
const MORE_MB = 150;
const MIB = 1024 * 1024;

/** What the command says with where lines were refused. */
const SOME_REFUSED = 1;

/** A file of identities that is imported and applied: how fast, and whether memory grows with the file. */
export const importApply = async (quick: boolean): Promise<readonly Figure[]> => {
  const count = quick ? 10_000 : 100_000;
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-bench-import-'));
  const path = join(folder, 'identities.jsonl');
  await pipeline(identityLines(count, { bad: true }), createWriteStream(path));
  const application = await startServer();
  try {
    const token = await application.token('owner@example.com');
    const { organizationId } = await makeVault(api(application.url, token), 0);
    const began = performance.now();
    const child = spawn(
      process.execPath,
      [CLI, 'import', path, '--organization', organizationId, '--apply', '--json'],
      {
        env: { ...process.env, KEYLEDGER_URL: application.url, KEYLEDGER_TOKEN: token },
        stdio: 'ignore',
      },
    );
    const ending = { code: undefined as number | undefined };
    const ended = once(child, 'exit').then(([code]) => (ending.code = code as number));
    const seen: number[] = [];
    while (ending.code === undefined) {
      await Promise.race([pause(LOOK_EVERY_MS), ended]);
      seen.push(application.memory());
    }
    const seconds = (performance.now() - began) / 1000;
    // What a server that works at all takes is there after a tenth of it.
    const early = Math.max(...seen.slice(0, Math.max(1, Math.ceil(seen.length / 10))));
    const most = Math.max(...seen);
    return [
      {
        what: `${count.toLocaleString('en')} identities imported with --apply, one in a hundred refused, exit code ${ending.code}`,
        measured: `${Math.round(count / seconds)} a second, at most ${Math.round(most / MIB)} MiB (after a tenth ${Math.round(early / MIB)} MiB)`,
        mustReach: `≤ ${MORE_MB} MiB more than after a tenth`,
        reached: ending.code === SOME_REFUSED && most - early <= MORE_MB * MIB,
      },
    ];
  } finally {
    await application.stop();
    removeData(application.dataDir);
    rmSync(folder, { recursive: true });
  }
};
