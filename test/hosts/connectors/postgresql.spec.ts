import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Account, Target } from '../../../agent/connector';
import { postgresql } from '../../../agent/connectors/postgresql';
import { performVerify } from '../../../agent/job/perform-verify';
import { until } from '../../support/until';
import { PostgresServer } from '../support/postgres-server';
import { connectorContract, set } from '../../support/connector-contract';

const secrets = mkdtempSync(join(tmpdir(), 'keyledger-pg-secrets-'));
const passwordFile = join(secrets, 'agent');
const agentPassword = randomBytes(12).toString('hex');
const value = (): string => randomBytes(18).toString('base64url');
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

let server: PostgresServer;
let target: Target;
const open = (more: Record<string, unknown> = {}): Target =>
  postgresql.open({ host: server.socketFolder, port: server.port, user: 'postgres', passwordFile, ...more });

beforeAll(async () => {
  writeFileSync(passwordFile, `${agentPassword}\n`, { mode: 0o600 });
  server = await PostgresServer.start(agentPassword);
  target = open();
}, 60_000);
afterAll(async () => {
  await server.stop();
  rmSync(secrets, { recursive: true });
});

const role = async (
  password: string,
  options = 'LOGIN',
  name = `r${randomBytes(6).toString('hex')}`,
): Promise<Account> => {
  await server.query(`CREATE ROLE ${quoted(name)} ${options} PASSWORD '${password}'`);
  return { username: name, settings: { port: server.port } };
};

connectorContract(() => ({
  target,
  account: (password) => role(password),
  value,
  missing: { username: 'nobody has this', settings: {} },
  forbidden: { username: 'postgres', settings: {} },
  log: () => server.log(),
}));

test('a role that may not log in, or has expired, is left alone', async () => {
  for (const options of ['NOLOGIN', "LOGIN VALID UNTIL '2001-01-01'"]) {
    const account = await role(value(), options);
    expect(await set(target, account, { value: value() })).toMatchObject({
      outcome: 'not_changed',
      code: 'ACCOUNT_LOCKED',
    });
  }
});

test('a superuser only when it is listed', async () => {
  const account = await role(value(), 'LOGIN SUPERUSER');
  expect(await set(target, account, { value: value() })).toMatchObject({ code: 'ACCOUNT_NOT_ALLOWED' });
  expect(await set(open({ accounts: [account.username] }), account, { value: value() })).toEqual({
    outcome: 'confirmed',
  });
});

test('an administrator without the right changes nothing', async () => {
  const mine = value();
  const weak = await role(mine);
  const file = join(secrets, 'weak');
  writeFileSync(file, mine, { mode: 0o600 });
  const account = await role(value());
  const finding = await set(open({ user: weak.username, passwordFile: file }), account, { value: value() });
  expect(finding).toMatchObject({ outcome: 'not_changed', code: 'PERMISSION_DENIED' });
  writeFileSync(file, 'wrong');
  expect(await open({ user: weak.username, passwordFile: file }).obstacle()).toMatch(/28P01/);
});

test('one that may create roles suffices for those it may administer', async () => {
  const mine = value();
  const maker = await role(mine, 'LOGIN CREATEROLE');
  const file = join(secrets, 'maker');
  writeFileSync(file, mine, { mode: 0o600 });
  const name = `r${randomBytes(6).toString('hex')}`;
  await server.query(`CREATE ROLE ${name} LOGIN`, { user: maker.username, password: mine });
  const account = { username: name, settings: {} };
  const finding = await set(open({ user: maker.username, passwordFile: file }), account, { value: value() });
  expect(finding).toEqual({ outcome: 'confirmed' });
});

test('where any password lets in, nothing is called confirmed', async () => {
  const account = await role(value());
  const trust = `host all ${account.username} 127.0.0.1/32 trust`;
  await server.allow([trust, 'local all all scram-sha-256', 'host all all 127.0.0.1/32 scram-sha-256']);
  await until('the rule', async () => (await target.login(account, 'x')).answer === 'accepted');
  const fresh = value();
  expect(await set(target, account, { value: fresh })).toMatchObject({
    outcome: 'unverified',
    code: 'TARGET_ACCEPTS_ANYTHING',
  });
  await server.allow(['local all all scram-sha-256', 'host all all 127.0.0.1/32 scram-sha-256']);
  await until('the rule', async () => (await target.login(account, 'x')).answer === 'refused');
  expect(await performVerify(target, account, fresh)).toEqual({ outcome: 'confirmed' });
});

test('a server that asks for the password itself gets none', async () => {
  const password = value();
  const account = await role(password);
  for (const way of ['password', 'md5']) {
    await server.query(`SET password_encryption = 'md5'; ALTER ROLE ${account.username} PASSWORD '${password}'`);
    const rule = `host all ${account.username} 127.0.0.1/32 ${way}`;
    await server.allow([rule, 'local all all scram-sha-256', 'host all all 127.0.0.1/32 scram-sha-256']);
    await until('the rule', async () => (await target.login(account, 'x')).answer === 'inconclusive');
    const login = await target.login(account, password);
    expect(login).toMatchObject({ answer: 'inconclusive', code: 'LOGIN_UNSAFE' });
  }
  await server.allow(['local all all scram-sha-256', 'host all all 127.0.0.1/32 scram-sha-256']);
});

test('a right password for a database that is not there is right, and a wrong one wrong', async () => {
  const password = value();
  const account = await role(password);
  const lost = { ...account, settings: { ...account.settings, database: 'nowhere' } };
  expect(await performVerify(target, lost, password)).toEqual({ outcome: 'confirmed', warnings: ['DATABASE_MISSING'] });
  expect(await performVerify(target, lost, value())).toMatchObject({ outcome: 'drifted' });
});

test('no value and no name whatever breaks out of the statement', async () => {
  const kept = value();
  const witness = await role(kept);
  const names = fc.constantFrom('a"b', "a'b", 'a\\b', 'a;b', 'a b', '--', 'Ünïcode', '$1', '%s', `x" SUPERUSER; --`);
  await fc.assert(
    fc.asyncProperty(names, fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 }), async (name, text) => {
      const username = `${name} ${randomBytes(4).toString('hex')}`;
      const account = await role(value(), 'LOGIN', username);
      expect(await set(target, account, { value: text })).toEqual({ outcome: 'confirmed' });
      const [found] = await server.query(
        `SELECT rolsuper FROM pg_roles WHERE rolname = '${username.replaceAll("'", "''")}'`,
      );
      expect(found).toEqual({ rolsuper: false });
    }),
    { numRuns: 40 },
  );
  expect(await performVerify(target, witness, kept)).toEqual({ outcome: 'confirmed' });
});

test.each(['ü', 'a\nb', 'a\0b', '', 'a\u00adb'])('%j is refused before anything is sent', async (text) => {
  const kept = value();
  const account = await role(kept);
  expect(await set(target, account, { value: text })).toMatchObject({
    outcome: 'not_changed',
    code: 'POLICY_REJECTED',
  });
  expect(await performVerify(target, account, kept)).toEqual({ outcome: 'confirmed' });
});

describe('a connection that breaks once the statement is sent', () => {
  let wire: Server;
  let port: number;
  /** Hands everything on, and cuts the line in front of the answer to ALTER ROLE. */
  beforeAll(async () => {
    wire = createServer((client) => {
      const upstream = connect(server.port, '127.0.0.1');
      let cut = false;
      client.on('data', (chunk: Buffer) => {
        cut ||= chunk.includes('ALTER ROLE');
        upstream.write(chunk);
      });
      upstream.on('data', (chunk: Buffer) => (cut ? client.destroy() : client.write(chunk)));
      for (const socket of [client, upstream]) socket.on('error', () => undefined);
      client.on('close', () => upstream.destroy());
    });
    await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
    port = (wire.address() as AddressInfo).port;
  });
  afterAll(() => wire.close());

  test('is told by a login: the value is in', async () => {
    const account = { ...(await role(value())), settings: {} };
    const halved = postgresql.open({ host: '127.0.0.1', user: 'postgres', passwordFile, port });
    const fresh = value();
    expect(await set(halved, account, { value: fresh })).toEqual({ outcome: 'confirmed' });
  });
});

test('killed between statement and answer: never said to be unchanged when it may not be', async () => {
  const account = await role(value());
  const fresh = value();
  const blocked = server.query(`BEGIN; ALTER ROLE ${account.username} CONNECTION LIMIT 50; SELECT pg_sleep(30)`);
  blocked.catch(() => undefined);
  const asleep = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
  await until('the lock', async () => (await server.query(asleep)).length > 0);
  const setting = set(target, account, { value: fresh });
  await until('the statement', () => server.log().includes(`ALTER ROLE "${account.username}" PASSWORD`));
  await server.crash();
  expect(await setting).toMatchObject({ outcome: 'unverified', code: 'TARGET_UNREACHABLE' });
  await server.run();
  expect(await set(target, account, { value: fresh }, true)).toEqual({ outcome: 'confirmed' });
});

test('a server that is away is worth another try', async () => {
  const account = await role(value());
  await server.crash();
  expect(await set(target, account, { value: value() })).toMatchObject({
    outcome: 'not_changed',
    code: 'TARGET_UNREACHABLE',
  });
  expect(await performVerify(target, account, value())).toMatchObject({
    outcome: 'unverified',
    code: 'TARGET_UNREACHABLE',
  });
  await server.run();
});
