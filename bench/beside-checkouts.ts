import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { api, type Api } from './support/api';
import { besideFigure, roundsOf, type Work } from './support/beside';
import type { Figure } from './support/figures';
import { identityLines, importLines } from './support/import-lines';
import { removeData, startServer, type ServerProcess } from './support/server-process';
import { makeVault } from './support/vault';

const IDENTITIES = 16;
/** More than are made meanwhile. */
const LINES = 10_000;
const CLI = join(__dirname, '../cli/main.js');

const until = async (
  call: Api,
  path: string,
  isSo: (answer: never) => boolean,
  isOver: () => boolean,
): Promise<void> => {
  while (!isOver() && !isSo((await call('GET', path)) as never)) await pause(250);
};

/** An organization's secret is replaced, and what it sealed is sealed anew: again as soon as that is done. */
const rekeys = async (call: Api, server: ServerProcess, token: string, values: number): Promise<Work> => {
  const { organizationId } = await makeVault(call, 0);
  await importLines(server.url, token, organizationId, values);
  let n = 0;
  return async (isOver) => {
    while (!isOver()) {
      n += 1;
      await call('PUT', `/organizations/${organizationId}/secret`, {
        secret: `another secret of the bench, number ${n} of many`,
      });
      const path = `/audit?type=keyledger.organization-resealed.v1&organizationId=${organizationId}&limit=200`;
      await until(call, path, ({ items }: { items: readonly unknown[] }) => items.length >= n, isOver);
    }
  };
};

/** By the command line, in a process of its own, as people import. */
const imports = async (call: Api, server: ServerProcess, token: string, path: string): Promise<Work> => {
  const { organizationId } = await makeVault(call, 0);
  let from = 0;
  return async (isOver) => {
    writeFileSync(path, [...identityLines(LINES, { from })].join(''));
    from += LINES;
    const args = [CLI, 'import', path, '--organization', organizationId, '--apply', '--json'];
    const env = { ...process.env, KEYLEDGER_URL: server.url, KEYLEDGER_TOKEN: token };
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
    while (!isOver()) await pause(20);
    child.kill('SIGKILL');
  };
};

/** What a checkout takes while others' long work goes on, against what it takes alone, round by round on one server. */
export const besideCheckouts = async (quick: boolean): Promise<readonly Figure[]> => {
  const server = await startServer();
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-bench-beside-'));
  const token = await server.token('owner@example.com');
  const call = api(server.url, token);
  const { ids } = await makeVault(call, IDENTITIES);
  const seconds = quick ? 2 : 4;
  const rounds = quick ? 3 : 9;
  const round = roundsOf(call, ids, seconds);
  const works: readonly (readonly [string, Work])[] = [
    [
      'a secret is replaced and what it sealed is sealed anew',
      await rekeys(call, server, token, quick ? 2000 : 10_000),
    ],
    ['a file is imported', await imports(call, server, token, join(folder, 'identities.jsonl'))],
  ];
  await round();
  const figures: Figure[] = [];
  for (const [what, work] of works) {
    const pairs: (readonly [readonly number[], readonly number[]])[] = [];
    for (let n = 0; n < rounds; n += 1) pairs.push([await round(), await round(work)]);
    figures.push(besideFigure(what, pairs));
  }
  await server.stop();
  removeData(server.dataDir);
  rmSync(folder, { recursive: true });
  return figures;
};
