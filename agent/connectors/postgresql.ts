import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { BadConfig } from '../config/bad-config';
import { readConfig } from '../config/read-config';
import type { Account, Because, Change, Connector, Login, Target } from '../connector';
import { PasswordAskedInClear, withPostgres, type PostgresDoor } from '../target/postgres-session';
import { randomText } from '../target/random-text';
import { scramVerifier } from '../target/scram-verifier';
import { sqlState } from '../target/sql-state';
import { statementFailed } from '../target/statement-failed';

const PORT = 5432;
const VALUE = /^[\x20-\x7e]{1,1024}$/;

/** Errors that PostgreSQL gives only after a right password: no such database, no right to it, not open to connections. */
const AFTER_THE_PASSWORD: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '3D000': 'DATABASE_MISSING',
    '42501': 'DATABASE_FORBIDDEN',
    '55000': 'DATABASE_CLOSED',
  }),
);

const because = (code: Because['code'], detail: string): Because => ({ code, detail });

/** Of the administrator's session, before anything was sent that could change the role, or in the server's own words. */
const whyNot = (error: unknown): Because => {
  if (error instanceof PasswordAskedInClear) return because('PERMISSION_DENIED', `as administrator: ${error.message}`);
  const state = sqlState(error);
  if (state === undefined) return because('TARGET_UNREACHABLE', 'PostgreSQL does not answer');
  if (state === '42704') return because('ACCOUNT_UNKNOWN', 'there is no such role');
  if (state.startsWith('28') || state === '42501') {
    return because('PERMISSION_DENIED', `PostgreSQL refuses the administrator access (SQLSTATE ${state})`);
  }
  if (state.startsWith('22')) {
    return because('POLICY_REJECTED', `the password rules of PostgreSQL refuse the value (SQLSTATE ${state})`);
  }
  return because('TARGET_UNREACHABLE', `PostgreSQL can't do it now (SQLSTATE ${state})`);
};

const readCa = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new BadConfig(`connectors.postgresql.caFile: ${(error as Error).message}`);
  }
};

interface Role {
  readonly rolsuper: boolean;
  readonly rolcanlogin: boolean;
  readonly expired: boolean | null;
}

/** Opened for one configuration: `admin` is how the agent gets in, `door` how the role does. */
class PostgresRoles implements Target {
  constructor(
    private readonly admin: Omit<PostgresDoor, 'password'> & { readonly passwordFile?: string },
    private readonly door: Omit<PostgresDoor, 'user' | 'password'>,
    private readonly accounts: readonly string[] | undefined,
  ) {}

  async obstacle(): Promise<string | undefined> {
    try {
      const door = await this.adminDoor({});
      await withPostgres(door, (client) => client.query('SELECT 1'));
      return undefined;
    } catch (error) {
      return whyNot(error).detail;
    }
  }

  async refusal({ username, settings }: Account): Promise<Because | undefined> {
    try {
      const role = await this.role(username, settings);
      if (role === undefined) return because('ACCOUNT_UNKNOWN', 'there is no such role');
      const allowed = this.accounts?.includes(username) ?? (!role.rolsuper && username !== this.admin.user);
      if (!allowed) return because('ACCOUNT_NOT_ALLOWED', "the agent's configuration does not let it touch this role");
      if (!role.rolcanlogin) return because('ACCOUNT_LOCKED', 'the role may not log in (NOLOGIN)');
      return role.expired === true ? because('ACCOUNT_LOCKED', 'the role has expired (VALID UNTIL)') : undefined;
    } catch (error) {
      return whyNot(error);
    }
  }

  async set({ username, settings }: Account, { value }: { value: string }): Promise<Change> {
    if (!VALUE.test(value)) {
      return { changed: 'no', ...because('POLICY_REJECTED', 'a role takes printable ASCII, 1 to 1024 characters') };
    }
    const verifier = await scramVerifier(value);
    let sent = false;
    try {
      await withPostgres(await this.adminDoor(settings), (client) => {
        sent = true;
        // No parameters in this statement: PostgreSQL takes none there.
        return client.query(`ALTER ROLE ${escapeIdentifier(username)} PASSWORD ${escapeLiteral(verifier)}`);
      });
      return { changed: 'yes' };
    } catch (error) {
      // Without the server's word on the statement itself it may have been carried out: the login that follows decides.
      const definite = !sent || statementFailed(error);
      return { changed: definite ? 'no' : 'unknown', ...whyNot(error) };
    }
  }

  async login({ username, settings }: Account, value: string): Promise<Login> {
    const door = { ...this.door, ...this.where(settings), user: username, password: value };
    try {
      await withPostgres(door, (client) => client.query('SELECT 1'));
      return { answer: 'accepted' };
    } catch (error) {
      if (error instanceof PasswordAskedInClear) {
        return { answer: 'inconclusive', ...because('LOGIN_INCONCLUSIVE', error.message) };
      }
      const state = sqlState(error);
      if (state === '28P01') return { answer: 'refused' };
      const warning = AFTER_THE_PASSWORD.get(state ?? '');
      if (warning !== undefined) return { answer: 'accepted', warnings: [warning] };
      const unreachable = state === undefined || state.startsWith('57P');
      return unreachable
        ? { answer: 'inconclusive', ...because('TARGET_UNREACHABLE', 'PostgreSQL does not answer') }
        : { answer: 'inconclusive', ...because('LOGIN_INCONCLUSIVE', `PostgreSQL could not tell (SQLSTATE ${state})`) };
    }
  }

  wrongValue(): string {
    return randomText();
  }

  private where(settings: Account['settings']): { port?: number; database?: string } {
    const { port, database } = settings;
    return {
      ...(typeof port === 'number' ? { port } : {}),
      ...(typeof database === 'string' ? { database } : {}),
    };
  }

  private async adminDoor(settings: Account['settings']): Promise<PostgresDoor> {
    const { passwordFile, ...admin } = this.admin;
    const { port = admin.port } = this.where(settings);
    const password = passwordFile === undefined ? undefined : (await readFile(passwordFile, 'utf8')).trimEnd();
    return { ...admin, port, ...(password === undefined ? {} : { password }) };
  }

  private async role(username: string, settings: Account['settings']): Promise<Role | undefined> {
    return withPostgres(await this.adminDoor(settings), async (client) => {
      const sql = 'SELECT rolsuper, rolcanlogin, rolvaliduntil < now() AS expired FROM pg_roles WHERE rolname = $1';
      return (await client.query<Role>(sql, [username])).rows[0];
    });
  }
}

/** Passwords of PostgreSQL roles: the agent sends a SCRAM verifier, never the password, and proves it by logging in. */
export const postgresql: Connector = {
  name: 'postgresql',
  needsConfig: true,
  open: (config) => {
    const given = readConfig('connectors.postgresql', config, {
      accounts: 'texts',
      host: 'text',
      loginHost: 'text',
      port: 'port',
      user: 'text',
      passwordFile: 'text',
      database: 'text',
      caFile: 'text',
    });
    const { host = '/var/run/postgresql', loginHost = '127.0.0.1', port = PORT, user = 'postgres' } = given;
    const both = { port, database: given.database ?? 'postgres' };
    const tls = given.caFile === undefined ? {} : { ca: readCa(given.caFile) };
    const passwordFile = given.passwordFile === undefined ? {} : { passwordFile: given.passwordFile };
    const admin = { ...both, ...(isAbsolute(host) ? {} : tls), host, user, ...passwordFile };
    return new PostgresRoles(admin, { ...both, ...tls, host: loginHost }, given.accounts);
  },
};
