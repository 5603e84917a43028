import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account, Target } from '../../../agent/connector';
import { postgresql } from '../../../agent/connectors/postgresql';
import { performVerify } from '../../../agent/job/perform-verify';
import { scramVerifier } from '../../../agent/target/scram-verifier';
import { until } from '../../support/until';
import { set } from '../../support/connector-contract';
import { PostgresServer } from '../support/postgres-server';

const secrets = mkdtempSync(join(tmpdir(), 'keyledger-pg-secrets-'));
const passwordFile = join(secrets, 'agent');
const agentPassword = randomBytes(12).toString('hex');
const value = (): string => randomBytes(18).toString('base64url');

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

const role = async (password: string, attributes = ''): Promise<Account> => {
  const username = `r${randomBytes(6).toString('hex')}`;
  await server.query(`CREATE ROLE ${username} LOGIN ${attributes} PASSWORD '${password}'`);
  return { username, settings: {} };
};

const USUAL = ['local all all scram-sha-256', 'host all all 127.0.0.1/32 scram-sha-256'];
const verifierOf = async (username: string): Promise<unknown> =>
  server.query(`SELECT rolpassword FROM pg_authid WHERE rolname = '${username}'`);

describe('a port that the configuration does not name', () => {
  let trap: Server;
  let port: number;
  let visits = 0;
  beforeAll(async () => {
    trap = createServer((socket) => {
      visits += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    port = (trap.address() as AddressInfo).port;
  });
  afterAll(() => trap.close());

  test('is not visited, by the administrator or by the role, also after an interrupted run', async () => {
    const kept = value();
    const account = { ...(await role(kept)), settings: { port } };
    // By TCP, as a folder of sockets would hide a visit.
    const near = open({ host: '127.0.0.1' });
    for (const begunBefore of [false, true]) {
      const finding = await set(near, account, { value: value() }, begunBefore);
      expect(finding).toMatchObject({
        outcome: begunBefore ? 'unverified' : 'not_changed',
        code: 'PORT_NOT_ALLOWED',
        detail: expect.stringContaining('connectors.postgresql.ports'),
      });
    }
    expect(await performVerify(near, account, kept)).toMatchObject({ outcome: 'unverified', code: 'PORT_NOT_ALLOWED' });
    expect(await near.identify?.(account)).toBeUndefined();
    expect(visits).toBe(0);
    await near.login({ ...account, settings: {} }, kept);
    await open({ host: '127.0.0.1', ports: [port] }).refusal(account);
    expect(visits).toBe(1);
  });

  test('is used once it is named', async () => {
    const account = { ...(await role(value())), settings: { port: server.port } };
    const second = open({ port: 1, ports: [server.port] });
    expect(await set(second, account, { value: value() })).toEqual({ outcome: 'confirmed' });
  });
});

describe('a password file', () => {
  test.each([0o640, 0o604, 0o660, 0o644])('that others can get at (%o) is not used', async (mode) => {
    const file = join(secrets, 'loose');
    writeFileSync(file, agentPassword);
    chmodSync(file, mode);
    const loose = open({ passwordFile: file });
    expect(await loose.obstacle()).toMatch(/passwordFile: others can get at .*chmod 600/);
    const account = await role(value());
    const finding = await set(loose, account, { value: value() });
    expect(finding).toMatchObject({ outcome: 'not_changed', code: 'PERMISSION_DENIED' });
    chmodSync(file, 0o600);
    expect(await loose.obstacle()).toBeUndefined();
  });

  test('that is not there is told', async () => {
    expect(await open({ passwordFile: join(secrets, 'none') }).obstacle()).toMatch(/passwordFile: ENOENT/);
  });
});

describe('a proof of too few iterations', () => {
  const weakly = async (username: string, password: string): Promise<void> => {
    const strong = await scramVerifier(password);
    const weak = strong.replace('$4096:', '$4095:');
    await server.query(`ALTER ROLE ${username} PASSWORD '${weak}'`);
  };

  test('is not given by a role', async () => {
    const password = value();
    const account = await role(password);
    await weakly(account.username, password);
    expect(await target.login(account, password)).toMatchObject({ answer: 'inconclusive', code: 'LOGIN_UNSAFE' });
    expect(server.log()).not.toContain(`password authentication failed for user "${account.username}"`);
  });

  test('is not given by the administrator', async () => {
    const account = await role(value(), 'SUPERUSER');
    await weakly(account.username, agentPassword);
    expect(await open({ user: account.username }).obstacle()).toMatch(/fewer than 4096 iterations/);
  });
});

describe('a role that holds an MD5 hash', () => {
  const md5Role = async (password: string): Promise<Account> => {
    const account = await role(value());
    await server.query(`SET password_encryption = 'md5'; ALTER ROLE ${account.username} PASSWORD '${password}'`);
    await server.allow([`host all ${account.username} 127.0.0.1/32 md5`, ...USUAL]);
    await until('the rule', async () => (await target.login(account, 'x')).answer === 'inconclusive');
    return account;
  };
  afterAll(() => server.allow(USUAL));

  test('is told before anything changes', async () => {
    const account = await md5Role(value());
    const before = await verifierOf(account.username);
    expect(await set(target, account, { value: value() })).toMatchObject({
      outcome: 'not_changed',
      code: 'MD5_IN_PLACE',
      detail: expect.stringContaining('md5ToScram'),
    });
    expect(await verifierOf(account.username)).toEqual(before);
  });

  test('changes to SCRAM where the configuration allows it', async () => {
    const account = await md5Role(value());
    const allowing = open({ md5ToScram: true });
    expect(await set(allowing, account, { value: value() })).toEqual({ outcome: 'confirmed' });
  });
});

test.each([
  ['asks for the password itself', 'password', 'LOGIN_UNSAFE'],
  ['lets the role in from nowhere near', 'reject', 'LOGIN_NOT_OPEN'],
])('where the server %s, nothing is set, as nothing could be proved', async (_, way, code) => {
  const kept = value();
  const account = await role(kept);
  await server.allow([`host all ${account.username} 127.0.0.1/32 ${way}`, ...USUAL]);
  await until('the rule', async () => (await target.login(account, 'x')).answer === 'inconclusive');
  expect(await set(target, account, { value: value() })).toMatchObject({ outcome: 'not_changed', code });
  await server.allow(USUAL);
  await until('the rule', async () => (await target.login(account, 'x')).answer === 'refused');
  expect(await performVerify(target, account, kept)).toEqual({ outcome: 'confirmed' });
});

test.each([0, 1])('a role with %i connections to open, none of them free, is proved all the same', async (limit) => {
  const kept = value();
  const account = await role(kept);
  let left = (): void => undefined;
  const leave = new Promise<void>((resolve) => (left = resolve));
  const held = limit === 0 ? undefined : server.hold({ user: account.username, password: kept }, leave);
  await held?.begun;
  await server.query(`ALTER ROLE ${account.username} CONNECTION LIMIT ${limit}`);
  const fresh = value();
  const expected = { outcome: 'confirmed', warnings: ['CONNECTION_LIMIT'] };
  expect(await set(target, account, { value: fresh })).toEqual(expected);
  expect(await performVerify(target, account, kept)).toMatchObject({ outcome: 'drifted', code: 'LOGIN_REFUSED' });
  left();
  await held?.ended;
});

describe('a pooler in the place of the server', () => {
  let pooler: Server;
  let port: number;
  /** Answers a start as PgBouncer does to a parameter that it does not track. */
  beforeAll(async () => {
    const fields = ['SFATAL', 'C08P01', 'Munsupported startup parameter: statement_timeout', ''];
    const text = Buffer.from(`${fields.join('\0')}\0`);
    const head = Buffer.alloc(5, 'E');
    head.writeInt32BE(text.length + 4, 1);
    pooler = createServer((socket) => socket.once('data', () => socket.end(Buffer.concat([head, text]))));
    await new Promise<void>((resolve) => pooler.listen(0, '127.0.0.1', resolve));
    port = (pooler.address() as AddressInfo).port;
  });
  afterAll(() => pooler.close());

  test('is told by its name, and nothing is set', async () => {
    const account = await role(value());
    const asAdministrator = open({ host: '127.0.0.1', port });
    expect(await asAdministrator.obstacle()).toMatch(/a connection pooler answers/);
    expect(await set(asAdministrator, account, { value: value() })).toMatchObject({
      outcome: 'not_changed',
      code: 'BEHIND_POOLER',
    });
    expect(await performVerify(asAdministrator, account, value())).toMatchObject({
      outcome: 'unverified',
      code: 'BEHIND_POOLER',
    });
  });
});

describe('what the server calls a role', () => {
  test('is the same by whatever port, and not the same for another', async () => {
    const [one, two] = [await role(value()), await role(value())];
    const name = await target.identify?.(one);
    expect(name).toEqual({ machine: expect.stringMatching(/^[0-9a-f]{64}$/), port: server.port, name: one.username });
    const spelled = { ...one, settings: { port: server.port } };
    expect(await target.identify?.(spelled)).toEqual(name);
    expect(await open({ host: '127.0.0.1' }).identify?.(one)).toEqual(name);
    expect((await target.identify?.(two))?.name).toBe(two.username);
  });

  test('is cut where PostgreSQL cuts it', async () => {
    const long = `r${'x'.repeat(62)}`;
    await server.query(`CREATE ROLE ${long} LOGIN PASSWORD '${value()}'`);
    const name = await target.identify?.({ username: `${long}yz`, settings: {} });
    expect(name?.name).toBe(long);
  });

  test('is known to an administrator that only makes roles, and of a missing one to nobody', async () => {
    const mine = value();
    const maker = await role(mine, 'CREATEROLE');
    const file = join(secrets, 'maker');
    writeFileSync(file, mine, { mode: 0o600 });
    const modest = open({ user: maker.username, passwordFile: file });
    expect(await modest.identify?.(maker)).toMatchObject({ port: server.port });
    expect(await modest.identify?.({ username: 'nobody has this', settings: {} })).toBeUndefined();
  });
});
