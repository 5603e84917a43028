import { BadConfig } from '../config/bad-config';
import type { FailureReason, Login } from '../connector';
import { sqlState } from './statement-failed';
import { UnsafeLogin } from './unsafe-login';

/** Errors that PostgreSQL gives only after a right password: no such database, no right to it, not open to connections. */
const AFTER_THE_PASSWORD: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '3D000': 'DATABASE_MISSING',
    '42501': 'DATABASE_FORBIDDEN',
    '55000': 'DATABASE_CLOSED',
  }),
);
/** Where PostgreSQL finds that a role or a database has its connections already: after the password. The server's own come before. */
const LIMIT_AFTER_THE_PASSWORD = new Set(['InitializeSessionUserId', 'CheckMyDatabase']);
const TOO_MANY = '53300';
/** PgBouncer's answer to what it does not pass on; PostgreSQL itself has no objection to what the agent sends. */
const PROTOCOL = '08P01';

const because = (code: FailureReason['code'], detail: string): FailureReason => ({ code, detail });

const pooler = because(
  'BEHIND_POOLER',
  "a connection pooler answers on this port (SQLSTATE 08P01): give the agent PostgreSQL's own host and port",
);

/** Of the connection, before PostgreSQL had a word: what stands in the way, where it is not that nobody answers. */
const ofTheLine = (error: unknown): string | undefined => {
  const { message = '', code = '' } = error as { message?: string; code?: string };
  if (message.includes('client password must be a non-empty string')) return 'PostgreSQL asks for a password';
  if (message.startsWith('SASL')) return 'what answers does not prove by SCRAM that it knows the role';
  const isCertificate = /CERT|ERR_TLS|SELF_SIGNED|ISSUER/.test(code) || message.includes('does not support SSL');
  return isCertificate ? 'what answers has no certificate by the authority in caFile' : undefined;
};

/** Of the administrator's session, before anything was sent that could change the role, or in the server's own words. */
export const administratorTrouble = (error: unknown): FailureReason => {
  if (error instanceof BadConfig) return because('PERMISSION_DENIED', error.message);
  if (error instanceof UnsafeLogin) return because('PERMISSION_DENIED', `as administrator: ${error.message}`);
  const state = sqlState(error);
  if (state === undefined) {
    const line = ofTheLine(error);
    return line === undefined
      ? because('TARGET_UNREACHABLE', 'PostgreSQL does not answer')
      : because('PERMISSION_DENIED', `as administrator: ${line}`);
  }
  if (state === '42704') return because('ACCOUNT_UNKNOWN', 'there is no such role');
  if (state === PROTOCOL) return pooler;
  if (state.startsWith('28') || state === '42501') {
    return because('PERMISSION_DENIED', `PostgreSQL refuses the administrator access (SQLSTATE ${state})`);
  }
  if (state.startsWith('22')) {
    return because('POLICY_REJECTED', `the password rules of PostgreSQL refuse the value (SQLSTATE ${state})`);
  }
  if (state === '25006') {
    return because(
      'PERMISSION_DENIED',
      'this server is a standby, which changes nothing: ask its primary (SQLSTATE 25006)',
    );
  }
  return because('TARGET_UNREACHABLE', `PostgreSQL can't do it now (SQLSTATE ${state})`);
};

const inconclusive = (code: FailureReason['code'], detail: string): Login => ({ answer: 'inconclusive', code, detail });

/** What the failure of a role's own login says of the value. */
export const loginTrouble = (error: unknown): Login => {
  if (error instanceof UnsafeLogin) return inconclusive('LOGIN_UNSAFE', error.message);
  const state = sqlState(error);
  if (state === '28P01') return { answer: 'refused' };
  const { routine = '' } = error as { routine?: string };
  const isLimit = state === TOO_MANY && LIMIT_AFTER_THE_PASSWORD.has(routine);
  const warning = isLimit ? 'CONNECTION_LIMIT' : AFTER_THE_PASSWORD.get(state ?? '');
  if (warning !== undefined) return { answer: 'accepted', warnings: [warning] };
  if (state === PROTOCOL) return { answer: 'inconclusive', ...pooler };
  if (state === undefined) {
    const line = ofTheLine(error);
    return line === undefined
      ? inconclusive('TARGET_UNREACHABLE', 'PostgreSQL does not answer')
      : inconclusive('LOGIN_UNSAFE', line);
  }
  if (state.startsWith('57P')) return inconclusive('TARGET_UNREACHABLE', 'PostgreSQL does not answer');
  if (state.startsWith('28')) {
    const detail = `the rules in pg_hba.conf do not let the role in from where the agent asks (SQLSTATE ${state})`;
    return inconclusive('LOGIN_NOT_OPEN', detail);
  }
  return inconclusive('LOGIN_INCONCLUSIVE', `PostgreSQL could not tell (SQLSTATE ${state})`);
};
