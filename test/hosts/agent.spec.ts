import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatOpenSshKey } from '../../wire/openssh-key';
import { packed, startAgent, type AgentProcess } from '../support/agent-edge/agent-process';
import { FakeEdge } from '../support/agent-edge/fake-edge';
import { until } from '../support/until';
import { linuxAccount, removeLinuxAccounts } from './support/linux-account';
import { PostgresServer } from './support/postgres-server';
import { watchProcessList } from '../support/process-list';
import { startSshd, type Sshd } from './support/sshd';

/** As it is released: no point to die at, no connector but its own. */
const program = packed('agent/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'keyledger-host-'));
const adminPassword = randomBytes(12).toString('hex');
const password = (): string => randomBytes(18).toString('base64url');

let edge: FakeEdge;
let sshd: Sshd;
let postgres: PostgresServer;
let said = '';
beforeAll(async () => {
  [edge, sshd, postgres] = await Promise.all([FakeEdge.start(), startSshd(), PostgresServer.start(adminPassword)]);
  const passwordFile = join(folder, 'admin');
  writeFileSync(passwordFile, adminPassword, { mode: 0o600 });
  const connectors = {
    'ssh-authorized-keys': { port: sshd.port, hostKeyFiles: [sshd.hostKeyFile] },
    postgresql: { host: postgres.socketFolder, port: postgres.port, user: 'postgres', passwordFile },
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ connectors }));
}, 60_000);
afterAll(async () => {
  sshd.stop();
  await Promise.all([edge.stop(), postgres.stop()]);
  removeLinuxAccounts();
  program.remove();
  rmSync(folder, { recursive: true });
});

const state = join(folder, 'state');
/** As systemd starts it: with the rights that the unit file leaves it, and no way to more. */
const unit = readFileSync(join(__dirname, '../../agent/keyledger-agent.service'), 'utf8');
const rights = (/^CapabilityBoundingSet=(.*)$/m.exec(unit)?.[1] ?? '')
  .split(' ')
  .map((name) => `+${name.replace('CAP_', '').toLowerCase()}`);
const least = ['setpriv', '--no-new-privs', '--bounding-set', ['-all', ...rights].join(',')];

const run = (more: readonly string[] = []): AgentProcess =>
  startAgent(program.file, ['--state-dir', state, '--config', join(folder, 'config.json'), ...more], {}, least);

const once = async (): Promise<void> => {
  const agent = run(['--once', '--server', edge.url, '--token', edge.token]);
  const code = await agent.ended();
  said += agent.said();
  expect([code, code === 0 ? '' : agent.said()]).toEqual([0, '']);
};

const everythingKept = (): string =>
  readdirSync(state)
    .filter((name) => name !== 'lock')
    .map((name) => readFileSync(join(state, name), 'latin1'))
    .join('\n');

const holds = (name: string, value: string): boolean => {
  try {
    execFileSync('unix_chkpwd', [name, 'nonull'], { input: `${value}\0`, stdio: ['pipe', 'ignore', 'ignore'] });
    return true;
  } catch {
    return false;
  }
};

test('one file and Node rotate a Linux password, an SSH key and a PostgreSQL role, and show none of them', async () => {
  const user = linuxAccount('the-first-password-1').name;
  await postgres.query(`CREATE ROLE ${user} LOGIN PASSWORD 'x'`);
  const key = formatOpenSshKey({ seed: randomBytes(32), check: randomBytes(4), comment: '' });
  const values = { 'linux-password': password(), 'ssh-authorized-keys': key, postgresql: password() };
  for (const [connector, value] of Object.entries(values)) {
    const target = { connector, username: user, settings: {} };
    edge.order({ jobId: `${connector}.1`, identityId: connector, type: 'set', version: 2, target, secret: { value } });
  }
  const secrets = [...Object.values(values), adminPassword];
  const { looks, seen } = await watchProcessList(secrets, once);
  expect(looks).toBeGreaterThan(10);
  expect(seen).toEqual([]);
  expect(edge.results.map(({ outcome, code, detail }) => ({ outcome, code, detail }))).toEqual([
    { outcome: 'confirmed' },
    { outcome: 'confirmed' },
    { outcome: 'confirmed' },
  ]);
  expect(holds(user, values['linux-password'])).toBe(true);
  const lines = key.split('\n').slice(1, -2);
  const told = everythingKept() + said + sshd.log() + postgres.log();
  for (const secret of [...secrets, ...lines]) expect(told.includes(secret)).toBe(false);
}, 60_000);

test('killed at any moment, 30 times over 10 rotations: always on a value that was ordered, and in the end on the last', async () => {
  const first = password();
  const user = linuxAccount(first).name;
  const ordered = [first];
  const target = { connector: 'linux-password', username: user, settings: {} };
  for (let version = 2; version < 12; version++) {
    const value = password();
    ordered.push(value);
    const jobId = `${user}.${version}`;
    edge.order({ jobId, identityId: user, type: 'set', version, target, secret: { value } });
    for (let kill = 0; kill < 3 && edge.resultsOf(jobId).length === 0; kill++) {
      const agent = run();
      // From its start to a little after it has told: anywhere.
      const end = Date.now() + Math.random() * 400;
      await until('a moment', () => Date.now() >= end || edge.resultsOf(jobId).length > 0);
      agent.kill('SIGKILL');
      await agent.ended();
      expect(ordered.slice(-2).some((each) => holds(user, each))).toBe(true);
    }
    expect(await run(['--once']).ended()).toBe(0);
    expect(edge.resultsOf(jobId)[0]).toMatchObject({ outcome: 'confirmed', version });
    expect(holds(user, value)).toBe(true);
  }
  expect(edge.cloned).toBe(false);
  expect(new Set(edge.sequences).size).toBe(edge.sequences.length);
  const kept = everythingKept();
  for (const value of ordered) expect(kept.includes(value)).toBe(false);
}, 120_000);

test('--check says what would work', async () => {
  const agent = run(['--check']);
  expect(await agent.ended()).toBe(0);
  for (const name of ['linux-password', 'ssh-authorized-keys', 'postgresql']) {
    expect(agent.said()).toContain(`ok  connector ${name}`);
  }
});
