import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { api, type Api } from './support/api';
import { median, percentile, type Figure } from './support/figures';
import { identityLines, importLines } from './support/import-lines';
import { removeData, startServer, type ServerProcess } from './support/server-process';
import { timed } from './support/timed';
import { makeVault } from './support/vault';

const IDENTITIES = 16;
const THINK_MS = 10;
const MOST = 1.3;
/** More than are made meanwhile. */
const LINES = 10_000;
const CLI = join(__dirname, '../cli/main.js');
/** Until what was begun is under way. */
const HEAD_START_MS = 1000;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** Goes on until it is told to end. */
type Work = (isOver: () => boolean) => Promise<void>;

/** One person who checks out and in, over and over; how long each checkout took. */
const checkouts = async (call: Api, ids: readonly string[], isOver: () => boolean): Promise<readonly number[]> => {
  const took: number[] = [];
  for (let n = 0; !isOver(); n += 1) {
    const path = `/identities/${ids[n % ids.length]}/checkout`;
    const asked = { reason: 'bench', durationMinutes: 30 };
    let id = '';
    took.push(
      await timed(async () => {
        id = (await call<{ session: { id: string } }>('POST', path, asked)).session.id;
      }),
    );
    await call('POST', `/sessions/${id}/checkin`);
    await pause(THINK_MS);
  }
  return took;
};

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

/** People come one after another, as a provider sends them the first time. */
const provisions = async (call: Api, server: ServerProcess): Promise<Work> => {
  const { token } = await call<{ token: string }>('POST', '/scim-connections', { name: 'Bench' });
  let n = 0;
  return async (isOver) => {
    while (!isOver()) {
      n += 1;
      const userName = `person-${n}@example.com`;
      const response = await fetch(`${server.url}/scim/v2/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({ schemas: [USER], userName, displayName: `Person ${n}`, active: true }),
      });
      await response.text();
      if (response.status !== 201) throw new Error(`provisioning was answered ${response.status}`);
    }
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
  const round = async (work?: Work): Promise<readonly number[]> => {
    const end = performance.now() + HEAD_START_MS + seconds * 1000;
    const isOver = () => performance.now() > end;
    const working = work?.(isOver);
    await pause(HEAD_START_MS);
    const took = await checkouts(call, ids, isOver);
    await working;
    return took;
  };
  const works: readonly (readonly [string, Work])[] = [
    [
      'a secret is replaced and what it sealed is sealed anew',
      await rekeys(call, server, token, quick ? 2000 : 10_000),
    ],
    ['a file is imported', await imports(call, server, token, join(folder, 'identities.jsonl'))],
    ['people are provisioned over SCIM, one after another', await provisions(call, server)],
  ];
  await round();
  const figures: Figure[] = [];
  for (const [what, work] of works) {
    const pairs: (readonly [readonly number[], readonly number[]])[] = [];
    for (let n = 0; n < rounds; n += 1) pairs.push([await round(), await round(work)]);
    const ratio = median(pairs.map(([alone, beside]) => median(beside) / median(alone)));
    const [alone, beside] = [0, 1].map((side) => pairs.flatMap((pair) => pair[side] ?? []));
    const told = (took: readonly number[] = []) =>
      `${median(took).toFixed(1)} ms, p95 ${percentile(took, 0.95).toFixed(1)} ms`;
    figures.push({
      what: `a checkout while ${what}, against one alone`,
      measured: `${ratio.toFixed(2)} (${told(beside)}; alone ${told(alone)})`,
      mustReach: `≤ ${MOST}`,
      reached: ratio <= MOST,
    });
  }
  await server.stop();
  removeData(server.dataDir);
  rmSync(folder, { recursive: true });
  return figures;
};
