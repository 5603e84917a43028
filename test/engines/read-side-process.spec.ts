import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearEngines } from '../support/application/engines';
import { startReadSide } from '../support/application/read-side-process';
import { signedIn, startServer } from '../support/application/server-process';
import { until } from '../support/until';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-read-side-'));
const env = { KEYLEDGER_DATA_DIR: join(folder, 'data') };
const started: { kill(signal: NodeJS.Signals): void; ended(): Promise<unknown> }[] = [];
const keep = <P extends (typeof started)[number]>(process: P): P => {
  started.push(process);
  return process;
};
afterAll(async () => {
  started.forEach((each) => each.kill('SIGKILL'));
  await Promise.all(started.map((each) => each.ended()));
  await clearEngines(env.KEYLEDGER_DATA_DIR);
  rmSync(folder, { recursive: true });
});

it('fills the read models of a server that leaves them to it, ends on SIGTERM, and goes on where it was', async () => {
  // It believes a log that a server has sealed, and waits for one that is about to.
  const first = keep(startReadSide(env));
  const server = keep(startServer({ ...env, KEYLEDGER_PROJECTIONS: 'elsewhere' }));
  const url = await server.ready();
  await until('the read side', () => first.said.stdout.includes('Keyledger fills read models.'), 20_000);
  const owner = await signedIn(url, env, 'owner@example.com');
  const { id } = await owner.ok('POST', '/organizations', { name: 'Filled elsewhere' });
  const isListed = async (name: string) => {
    const { status, body } = await owner.get('/organizations');
    return status === 200 && body.items.some((each: { name: string }) => each.name === name);
  };
  await until('the organization in the list', () => isListed('Filled elsewhere'), 10_000);

  first.kill('SIGTERM');
  expect(await first.ended()).toBe(0);
  const { status, body } = await owner.send('PATCH', `/organizations/${id}`, { name: 'Filled later' });
  // Nobody fills the list, and what is done is told all the same.
  expect([status, body.name]).toEqual([200, 'Filled later']);
  expect(await isListed('Filled later')).toBe(false);
  keep(startReadSide(env));
  await until('the new name in the list', () => isListed('Filled later'), 20_000);
}, 90_000);

it('refuses embedded stores, which the server alone may open, in one line', async () => {
  const refused = keep(startReadSide({ KEYLEDGER_EVENT_STORE: 'embedded', KEYLEDGER_READ_STORE: 'embedded' }));
  expect(await refused.ended()).toBe(1);
  expect(refused.said.stderr).toMatch(/^Read models can be filled by a process of their own only where [^\n]+\n$/);
});
