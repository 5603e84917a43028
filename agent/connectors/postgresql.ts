import { isAbsolute } from 'node:path';
import { BadConfig } from '../config/bad-config';
import { readConfig } from '../config/read-config';
import { readSafely } from '../config/safe-file';
import type { Connector } from '../connector';
import { PostgresRoles } from '../target/postgres-roles';

const PORT = 5432;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

const readCa = (file: string): string => {
  try {
    return readSafely(file, 'trusted');
  } catch (error) {
    throw new BadConfig(`connectors.postgresql.caFile: ${(error as Error).message}`);
  }
};

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
      ports: 'ports',
      user: 'text',
      passwordFile: 'text',
      database: 'text',
      caFile: 'text',
      md5ToScram: 'switch',
    });
    const { host = '/var/run/postgresql', loginHost = '127.0.0.1', port = PORT, user = 'postgres' } = given;
    const both = { port, database: given.database ?? 'postgres' };
    const tls = given.caFile === undefined ? {} : { ca: readCa(given.caFile) };
    const passwordFile = given.passwordFile === undefined ? {} : { passwordFile: given.passwordFile };
    return new PostgresRoles({
      admin: { ...both, ...(isAbsolute(host) ? {} : tls), host, user, ...passwordFile },
      endpoint: { ...both, ...tls, host: loginHost },
      ports: given.ports ?? [],
      ...(given.accounts === undefined ? {} : { accounts: given.accounts }),
      md5ToScram: given.md5ToScram ?? false,
      near: isAbsolute(host) || LOOPBACK.test(host),
    });
  },
};
