import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LeakScanner } from '../../support/leaks/leak-scanner';
import { until } from '../../support/until';
import { removeLinuxAccounts } from '../support/linux-account';
import { linuxLogin, postgresRole, type ManagedAccount } from '../support/managed-account';
import { PostgresServer } from '../support/postgres-server';
import { Site } from '../support/site';

/** `npm run test:long` turns this up to what the rule says: 100 kills during 100 rotations. */
const KILLS = Number(process.env['KEYLEDGER_TEST_KILLS'] ?? 10);
const TIMEOUT_MS = 40_000;

const secrets = mkdtempSync(join(tmpdir(), 'keyledger-site-secrets-'));
const scanner = new LeakScanner();
let postgres: PostgresServer;
let site: Site;
const accounts = new Map<string, ManagedAccount>();

beforeAll(async () => {
  const passwordFile = join(secrets, 'admin');
  const admin = randomBytes(12).toString('hex');
  writeFileSync(passwordFile, admin, { mode: 0o600 });
  postgres = await PostgresServer.start(admin);
  const door = { host: postgres.socketFolder, port: postgres.port, user: 'postgres', passwordFile };
  site = await Site.open({ connectors: { postgresql: door } });
  accounts.set('a Linux password', await linuxLogin(site));
  accounts.set('a PostgreSQL role', await postgresRole(site, postgres));
}, 120_000);
afterAll(async () => {
  await site.close();
  await postgres.stop();
  removeLinuxAccounts();
  rmSync(secrets, { recursive: true });
}, 60_000);

const account = (name: string): ManagedAccount => accounts.get(name) as ManagedAccount;

const reveal = async ({ identityId }: ManagedAccount): Promise<{ value: string; version: number }> => {
  const { body } = await site.insist('POST', `/identities/${identityId}/reveal`);
  const { value, version } = body.credential;
  scanner.add(`version ${version} of ${identityId}`, value);
  return { value, version };
};

const rotate = async ({ identityId }: ManagedAccount): Promise<void> => {
  const { status, body } = await site.insist('POST', `/identities/${identityId}/rotate`, undefined, randomUUID());
  expect({ status, code: body.code }).toEqual({ status: 202, code: undefined });
};

const expectConfirmed = async (of: ManagedAccount, before: { value: string; version: number }): Promise<void> => {
  await until(
    'a confirmed rotation',
    async () => (await site.insist('GET', `/identities/${of.identityId}/rotation`)).body.status === 'confirmed',
    TIMEOUT_MS,
  );
  const after = await reveal(of);
  expect(after.version).toBeGreaterThan(before.version);
  expect(await of.takes(after.value)).toBe(true);
  expect(await of.takes(before.value)).toBe(false);
};

const SERVER_POINTS = [
  'rotation-requested',
  'rotation-staged',
  'job-leased',
  'job-started',
  'job-result-recorded',
].flatMap((fact) => [`before:keyledger.${fact}.v1`, `after:keyledger.${fact}.v1`]);
const AGENT_POINTS = [
  'received',
  'journalled',
  'changed-not-journalled',
  'verified-not-reported',
  'reported-ack-unseen',
];

describe.each(['a Linux password', 'a PostgreSQL role'])('%s', (name) => {
  test.each(SERVER_POINTS)(
    'the server dies %s: it ends confirmed, and the host has what the vault says',
    async (at) => {
      const before = await reveal(account(name));
      const { server } = site.deaths;
      await site.startServer(at);
      await rotate(account(name));
      await expectConfirmed(account(name), before);
      expect(site.deaths.server).toBe(server + 1);
    },
  );

  test.each(AGENT_POINTS)(
    'the agent dies at %s: it ends confirmed, and the host has what the vault says',
    async (at) => {
      const before = await reveal(account(name));
      const { agent } = site.deaths;
      await site.runAgent(at);
      await rotate(account(name));
      await expectConfirmed(account(name), before);
      expect(site.deaths.agent).toBe(agent + 1);
    },
  );
});

test(
  `${KILLS} kills at random moments during as many rotations: every one ends confirmed`,
  async () => {
    const { server, agent } = site.deaths;
    for (let n = 0; n < KILLS; n++) {
      // In turn, so that either dies under either account, as often as the other.
      const of = account([...accounts.keys()][(n >> 1) % accounts.size] as string);
      const before = await reveal(of);
      const victim = n % 2 === 0 ? 'server' : 'agent';
      const rotated = rotate(of);
      await new Promise((resolve) => setTimeout(resolve, randomInt(250)));
      site.kill(victim);
      await rotated;
      await expectConfirmed(of, before);
    }
    expect(site.deaths).toEqual({ server: server + Math.ceil(KILLS / 2), agent: agent + Math.floor(KILLS / 2) });
  },
  KILLS * 30_000,
);

test('no value lies on disk or was printed, but sealed', () => {
  expect(scanner.findUnder(site.folder)).toEqual([]);
  expect(scanner.findIn('the output', site.output)).toEqual([]);
  expect(scanner.findIn('the log of PostgreSQL', postgres.log())).toEqual([]);
});
