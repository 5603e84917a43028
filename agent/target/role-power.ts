import type { Client } from 'pg';

/** Before it, who may create roles may also become a member of any role but a superuser. */
const CREATEROLE_IS_LIMITED = 160_000;
/** From it on parameters can be granted. */
const PARAMETERS_ARE_GRANTED = 150_000;

/** Functions that read or write the server's files, which only superusers may call unless somebody grants it. */
const FILE_FUNCTIONS = [
  'pg_read_file',
  'pg_read_binary_file',
  'pg_file_write',
  'pg_file_rename',
  'pg_file_unlink',
  'lo_import',
  'lo_export',
];

const GRANTED_ROLES = [
  'pg_execute_server_program',
  'pg_write_server_files',
  'pg_read_server_files',
  'pg_read_all_data',
  'pg_write_all_data',
];

/** The role, and every role that it is a member of, by any chain: what is not inherited can be taken on by SET ROLE. */
const REACHED = `WITH RECURSIVE reached(oid) AS (
    SELECT oid FROM pg_catalog.pg_roles WHERE rolname = $1
    UNION SELECT member.roleid FROM pg_catalog.pg_auth_members member JOIN reached ON member.member = reached.oid
  )
  SELECT role.rolname AS name, role.rolname = $1 AS itself, role.rolsuper, role.rolcreaterole, role.rolreplication,
    role.rolbypassrls,
    has_column_privilege(role.oid, 'pg_catalog.pg_authid', 'rolpassword', 'SELECT') AS "readsPasswords",
    EXISTS (SELECT FROM pg_catalog.pg_proc WHERE proname = ANY ($2) AND pronamespace = 'pg_catalog'::regnamespace
      AND has_function_privilege(role.oid, pg_proc.oid, 'EXECUTE')) AS "callsFiles"
  FROM pg_catalog.pg_roles role JOIN reached USING (oid)`;

/** Of a session a role may load what it likes where it may name the libraries; of the server, where it may change any setting. */
const STEERS_SERVER = `SELECT parname AS name FROM pg_catalog.pg_parameter_acl
  WHERE EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ANY ($1)
    AND (has_parameter_privilege(oid, parname, 'ALTER SYSTEM')
      OR parname = 'session_preload_libraries' AND has_parameter_privilege(oid, parname, 'SET'))) LIMIT 1`;

interface ReachedRole {
  readonly name: string;
  readonly itself: boolean;
  readonly rolsuper: boolean;
  readonly rolcreaterole: boolean;
  readonly rolreplication: boolean;
  readonly rolbypassrls: boolean;
  readonly readsPasswords: boolean;
  readonly callsFiles: boolean;
}

const powerOf = (role: ReachedRole, version: number, administrator: string): string | undefined => {
  if (role.name === administrator) return "is the agent's own administrator";
  if (role.rolsuper) return 'is a superuser';
  if (GRANTED_ROLES.includes(role.name)) return 'reaches past what tables and files are granted';
  if (role.rolcreaterole && version < CREATEROLE_IS_LIMITED) return 'may grant itself any role (CREATEROLE)';
  if (role.rolreplication) return 'can copy the whole server (REPLICATION)';
  if (role.rolbypassrls) return 'reads past row security (BYPASSRLS)';
  if (role.callsFiles) return "may call functions that reach the server's files";
  return role.readsPasswords ? 'can read the password hashes of all roles (pg_authid)' : undefined;
};

/**
 * In what a role is as good as a superuser: by its own attributes, or by a role that it is a member of, directly or through
 * others, inherited or not. In one line; undefined: in nothing.
 */
export const rolePower = async (
  client: Client,
  username: string,
  administrator: string,
): Promise<string | undefined> => {
  const reached = (await client.query<ReachedRole>(REACHED, [username, FILE_FUNCTIONS])).rows;
  const [{ version } = { version: 0 }] = (
    await client.query<{ version: number }>("SELECT current_setting('server_version_num')::int AS version")
  ).rows;
  // Of the role itself first: it is the plainer reason.
  for (const role of reached.toSorted((a, b) => Number(b.itself) - Number(a.itself))) {
    const power = powerOf(role, version, administrator);
    if (power !== undefined) return role.itself ? `it ${power}` : `it is a member of ${role.name}, which ${power}`;
  }
  if (version < PARAMETERS_ARE_GRANTED) return undefined;
  const [parameter] = (await client.query<{ name: string }>(STEERS_SERVER, [reached.map(({ name }) => name)])).rows;
  return parameter === undefined ? undefined : `it may change the server's setting ${parameter.name}`;
};
