import { randomBytes } from 'node:crypto';
import { linuxPassword } from '../../../agent/connectors/linux-password';
import { linuxAccount } from './linux-account';
import type { PostgresServer } from './postgres-server';
import type { Site } from './site';

/** An identity of a site, and the account it is on this host. */
export interface ManagedAccount {
  readonly identityId: string;
  /** Does a fresh login with this value go well? */
  takes(value: string): Promise<boolean>;
}

const newValue = (): string => randomBytes(12).toString('base64url');

const identityOf = async (site: Site, username: string, credential: string, more: object): Promise<string> => {
  const { vaultId: identityGroupId, hostId } = site;
  const made = { identityGroupId, name: username, username, credential, credentialType: 'password', hostIds: [hostId] };
  return (await site.owner.ok('POST', '/identities', { ...made, ...more })).id;
};

export const linuxLogin = async (site: Site): Promise<ManagedAccount> => {
  const credential = newValue();
  const { name } = linuxAccount(credential);
  const target = linuxPassword.open({});
  return {
    identityId: await identityOf(site, name, credential, {}),
    takes: async (value) => (await target.login({ username: name, settings: {} }, value)).answer === 'accepted',
  };
};

export const postgresRole = async (site: Site, server: PostgresServer): Promise<ManagedAccount> => {
  const credential = newValue();
  const name = `r${randomBytes(6).toString('hex')}`;
  await server.query(`CREATE ROLE ${name} LOGIN PASSWORD '${credential}'`);
  const more = { connector: 'postgresql', connectorSettings: { port: server.port, database: 'postgres' } };
  return {
    identityId: await identityOf(site, name, credential, more),
    takes: (value) =>
      server.query('SELECT 1', { user: name, password: value }).then(
        () => true,
        () => false,
      ),
  };
};
