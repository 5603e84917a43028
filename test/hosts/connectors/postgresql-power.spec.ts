import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account, Target } from '../../../agent/connector';
import { postgresql } from '../../../agent/connectors/postgresql';
import { set } from '../../support/connector-contract';
import { PostgresServer } from '../support/postgres-server';

const secrets = mkdtempSync(join(tmpdir(), 'keyledger-pg-secrets-'));
const passwordFile = join(secrets, 'agent');
const agentPassword = randomBytes(12).toString('hex');
const value = (): string => randomBytes(18).toString('base64url');

let server: PostgresServer;
const open = (more: Record<string, unknown> = {}): Target =>
  postgresql.open({ host: server.socketFolder, port: server.port, user: 'postgres', passwordFile, ...more });

beforeAll(async () => {
  writeFileSync(passwordFile, `${agentPassword}\n`, { mode: 0o600 });
  server = await PostgresServer.start(agentPassword);
}, 60_000);
afterAll(async () => {
  await server.stop();
  rmSync(secrets, { recursive: true });
});

const newName = (): string => `r${randomBytes(6).toString('hex')}`;
/** A role with these attributes, then what else is to be done; `:me` stands for its name. */
const roleWith = async (attributes: string, ...statements: readonly string[]): Promise<Account> => {
  const username = newName();
  await server.query(`CREATE ROLE ${username} LOGIN ${attributes} PASSWORD '${value()}'`);
  for (const each of statements) await server.query(each.replaceAll(':me', username));
  return { username, settings: {} };
};

describe('a role that is as good as a superuser is left alone unless it is listed', () => {
  const chain = newName();
  const settable = newName();
  const root = newName();
  beforeAll(async () => {
    await server.query(`CREATE ROLE ${root} SUPERUSER; CREATE ROLE ${settable} NOINHERIT; CREATE ROLE ${chain}`);
    await server.query(`GRANT ${root} TO ${settable}; GRANT ${settable} TO ${chain}`);
    await server.query("CREATE FUNCTION public.harmless() RETURNS int LANGUAGE sql AS 'SELECT 1'");
  });

  test.each<[string, string, readonly string[]]>([
    ['a superuser', 'SUPERUSER', []],
    ['one that makes roles', 'CREATEROLE', []],
    ['one that replicates', 'REPLICATION', []],
    ['one that row security does not hold', 'BYPASSRLS', []],
    ['a member of a superuser', '', [`GRANT ${root} TO :me`]],
    ['a member that does not inherit', 'NOINHERIT', [`GRANT ${root} TO :me`]],
    ['a member through others', '', [`GRANT ${chain} TO :me`]],
    ['one that may hand the superuser on', '', [`GRANT ${root} TO :me WITH ADMIN OPTION`]],
    ...[
      'pg_execute_server_program',
      'pg_write_server_files',
      'pg_read_server_files',
      'pg_read_all_data',
      'pg_write_all_data',
    ].map((name): [string, string, readonly string[]] => [`a member of ${name}`, '', [`GRANT ${name} TO :me`]]),
    ["a member of the agent's own administrator", '', ['GRANT postgres TO :me']],
    ['one that changes settings of the server', '', ['GRANT ALTER SYSTEM ON PARAMETER archive_command TO :me']],
    ['one that names libraries to load', '', ['GRANT SET ON PARAMETER session_preload_libraries TO :me']],
    ["one that reads the server's files", '', ['GRANT EXECUTE ON FUNCTION pg_read_file(text) TO :me']],
    ["one that writes the server's files", '', ['GRANT EXECUTE ON FUNCTION lo_export(oid, text) TO :me']],
    ['one that reads the password hashes', '', ['GRANT SELECT (rolpassword) ON pg_authid TO :me']],
  ])('%s', async (_, attributes, statements) => {
    const account = await roleWith(attributes, ...statements);
    const finding = await set(open(), account, { value: value() });
    expect(finding).toMatchObject({
      outcome: 'not_changed',
      code: 'ACCOUNT_NOT_ALLOWED',
      detail: expect.stringMatching(/^the role is as good as a superuser: it /),
    });
    const listed = open({ accounts: [account.username] });
    expect(await set(listed, account, { value: value() })).toEqual({ outcome: 'confirmed' });
  });

  test.each<[string, string, readonly string[]]>([
    ['one that makes databases', 'CREATEDB', []],
    ['a member of an ordinary role', '', ['CREATE ROLE of_:me', 'GRANT of_:me TO :me']],
    ['one that watches', '', ['GRANT pg_monitor TO :me', 'GRANT pg_signal_backend TO :me']],
    ['one that calls its own functions', '', ['GRANT EXECUTE ON FUNCTION public.harmless() TO :me']],
    ['one that may set a parameter for itself', '', ['GRANT SET ON PARAMETER log_statement TO :me']],
  ])('but not %s', async (_, attributes, statements) => {
    const account = await roleWith(attributes, ...statements);
    expect(await set(open(), account, { value: value() })).toEqual({ outcome: 'confirmed' });
  });

  test('the administrator of the agent itself, whose password it would lose', async () => {
    const finding = await set(open(), { username: 'postgres', settings: {} }, { value: value() });
    expect(finding).toMatchObject({ outcome: 'not_changed', code: 'ACCOUNT_NOT_ALLOWED' });
  });
});
