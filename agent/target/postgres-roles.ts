import { escapeIdentifier, escapeLiteral } from 'pg';
import type { AccountOnTarget } from '../../wire/agent-messages';
import { BadConfig } from '../config/bad-config';
import { readSafely } from '../config/safe-file';
import type { Account, FailureReason, Change, Login, Target } from '../connector';
import { machineName } from './machine-name';
import { withPostgres, type PostgresEndpoint } from './postgres-session';
import { administratorTrouble, loginTrouble } from './postgres-trouble';
import { randomText } from './random-text';
import { rolePower } from './role-power';
import { scramVerifier } from './scram-verifier';
import { statementFailed } from './statement-failed';
import { UnsafeLogin } from './unsafe-login';

const VALUE = /^[\x20-\x7e]{1,1024}$/;

const because = (code: FailureReason['code'], detail: string): FailureReason => ({ code, detail });

export interface PostgresAccess {
  /** How the agent gets in. */
  readonly admin: Omit<PostgresEndpoint, 'password'> & { readonly passwordFile?: string };
  /** How roles do. */
  readonly endpoint: Omit<PostgresEndpoint, 'user' | 'password'>;
  /** Ports beside the administrator's own that an order may name. */
  readonly ports: readonly number[];
  readonly accounts?: readonly string[];
  /** A role that holds an MD5 hash may get a SCRAM verifier. */
  readonly md5ToScram: boolean;
  /** The server runs on this machine. */
  readonly near: boolean;
}

interface Role {
  readonly rolcanlogin: boolean;
  readonly expired: boolean | null;
  readonly power: string | undefined;
}

/** Opened for one configuration. */
export class PostgresRoles implements Target {
  constructor(private readonly access: PostgresAccess) {}

  async obstacle(): Promise<string | undefined> {
    try {
      await withPostgres(this.adminDoor({}), (client) => client.query('SELECT 1'));
      return undefined;
    } catch (error) {
      return administratorTrouble(error).detail;
    }
  }

  async refusal({ username, settings }: Account): Promise<FailureReason | undefined> {
    const elsewhere = this.portRefusal(settings);
    if (elsewhere !== undefined) return elsewhere;
    try {
      const role = await this.role(username, settings);
      if (role === undefined) return because('ACCOUNT_UNKNOWN', 'there is no such role');
      const forbidden = this.forbidden(username, role);
      if (forbidden !== undefined) return because('ACCOUNT_NOT_ALLOWED', forbidden);
      if (!role.rolcanlogin) return because('ACCOUNT_LOCKED', 'the role may not log in (NOLOGIN)');
      return role.expired === true ? because('ACCOUNT_LOCKED', 'the role has expired (VALID UNTIL)') : undefined;
    } catch (error) {
      return administratorTrouble(error);
    }
  }

  async set(account: Account, { value }: { value: string }): Promise<Change> {
    const { username, settings } = account;
    if (!VALUE.test(value)) {
      return { changed: 'no', ...because('POLICY_REJECTED', 'a role takes printable ASCII, 1 to 1024 characters') };
    }
    const unprovable = this.portRefusal(settings) ?? (await this.unprovable(account));
    if (unprovable !== undefined) return { changed: 'no', ...unprovable };
    const verifier = await scramVerifier(value);
    let sent = false;
    try {
      await withPostgres(this.adminDoor(settings), (client) => {
        sent = true;
        // No parameters in this statement: PostgreSQL takes none there.
        return client.query(`ALTER ROLE ${escapeIdentifier(username)} PASSWORD ${escapeLiteral(verifier)}`);
      });
      return { changed: 'yes' };
    } catch (error) {
      // Without the server's word on the statement itself it may have been carried out: the login that follows decides.
      const definite = !sent || statementFailed(error);
      return { changed: definite ? 'no' : 'unknown', ...administratorTrouble(error) };
    }
  }

  async login({ username, settings }: Account, value: string): Promise<Login> {
    const elsewhere = this.portRefusal(settings);
    if (elsewhere !== undefined) return { answer: 'inconclusive', ...elsewhere };
    const { database = this.access.endpoint.database } = settings as { database?: string };
    const endpoint = {
      ...this.access.endpoint,
      port: this.portOf(settings),
      database,
      user: username,
      password: value,
    };
    return withPostgres(endpoint, (client) => client.query('SELECT 1')).then(
      () => ({ answer: 'accepted' }),
      loginTrouble,
    );
  }

  wrongValue(): string {
    return randomText();
  }

  /** The port is the server's own word: one that is forwarded leads to the same roles. */
  async identify({ username, settings }: Account): Promise<AccountOnTarget | undefined> {
    const elsewhere = this.portRefusal(settings);
    if (elsewhere !== undefined) return undefined;
    const sql = `SELECT rolname AS name, system_identifier::text AS system, current_setting('port')::int AS port
      FROM pg_catalog.pg_roles, pg_catalog.pg_control_system() WHERE rolname = $1`;
    const [found] = await withPostgres(
      this.adminDoor(settings),
      async (client) => (await client.query<{ name: string; system: string; port: number }>(sql, [username])).rows,
    );
    if (found === undefined) return undefined;
    // A standby that was promoted has its primary's identifier; on the same machine it listens elsewhere.
    const machine = await machineName('postgresql', this.access.near ? 'here' : this.access.admin.host, found.system);
    return machine === undefined ? undefined : { machine, port: found.port, name: found.name };
  }

  private forbidden(username: string, { power }: Role): string | undefined {
    const { accounts } = this.access;
    if (accounts !== undefined) {
      return accounts.includes(username) ? undefined : "the role is not in the agent's list of accounts";
    }
    return power === undefined
      ? undefined
      : `the role is as good as a superuser: ${power}; list it in the agent's configuration to allow it`;
  }

  private portOf({ port }: Account['settings']): number {
    return typeof port === 'number' ? port : this.access.admin.port;
  }

  /** The administrator's login goes nowhere but where the host's own configuration says, nor does a role's. */
  private portRefusal(settings: Account['settings']): FailureReason | undefined {
    const port = this.portOf(settings);
    if (port === this.access.admin.port || this.access.ports.includes(port)) return undefined;
    const detail = `the agent's configuration names no port ${port}: add it to connectors.postgresql.ports to allow it`;
    return because('PORT_NOT_ALLOWED', detail);
  }

  /** Asked before a value is set that no login could prove: a wrong one gets as far as the password, or not. */
  private async unprovable(account: Account): Promise<FailureReason | undefined> {
    const probe = await this.login(account, randomText());
    if (probe.answer !== 'inconclusive') return undefined;
    const isMd5 = probe.detail === new UnsafeLogin('md5').message;
    if (!isMd5) return { code: probe.code, detail: probe.detail };
    const detail =
      'the role holds an MD5 hash and would get a SCRAM verifier, which clients from before PostgreSQL 10 can not use: ' +
      'set connectors.postgresql.md5ToScram to true to allow it';
    return this.access.md5ToScram ? undefined : because('MD5_IN_PLACE', detail);
  }

  private adminDoor(settings: Account['settings']): PostgresEndpoint {
    const { passwordFile, ...admin } = this.access.admin;
    const password = passwordFile === undefined ? undefined : readPassword(passwordFile);
    return { ...admin, port: this.portOf(settings), ...(password === undefined ? {} : { password }) };
  }

  private role(username: string, settings: Account['settings']): Promise<Role | undefined> {
    return withPostgres(this.adminDoor(settings), async (client) => {
      const sql = 'SELECT rolcanlogin, rolvaliduntil < now() AS expired FROM pg_catalog.pg_roles WHERE rolname = $1';
      const found = (await client.query<Omit<Role, 'power'>>(sql, [username])).rows[0];
      return found && { ...found, power: await rolePower(client, username, this.access.admin.user) };
    });
  }
}

const readPassword = (file: string): string => {
  try {
    return readSafely(file, 'secret').trimEnd();
  } catch (error) {
    throw new BadConfig(`connectors.postgresql.passwordFile: ${(error as Error).message}`);
  }
};
