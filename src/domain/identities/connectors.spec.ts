import { accountKey, checkConnector, CONNECTORS, defaultConnector } from './connectors';
import type { CredentialType } from './events';

describe('a connector', () => {
  it.each<[CredentialType, string | undefined]>([
    ['password', 'linux-password'],
    ['ssh_key', 'ssh-authorized-keys'],
    ['api_key', undefined],
    ['certificate', undefined],
    ['other', undefined],
  ])('for %s is %s when nobody says', (type, connector) => {
    expect(defaultConnector(type)).toBe(connector);
    expect(checkConnector(type, connector)).toBeUndefined();
  });

  it.each<[CredentialType, string | undefined, Readonly<Record<string, string | number>>]>([
    ['password', 'postgresql', { port: 1, database: 'billing' }],
    ['password', 'mysql', { port: 65_535 }],
    ['password', 'ldap', { baseDn: 'dc=example' }],
    ['password', 'redis', {}],
    ['api_key', undefined, {}],
  ])('fits: %s by %s with %j', (type, connector, settings) =>
    expect(checkConnector(type, connector, settings)).toBeUndefined(),
  );

  it.each<[CredentialType, string | undefined, Readonly<Record<string, string | number>>, string]>([
    ['password', 'telnet', {}, 'connector'],
    ['password', 'toString', {}, 'connector'],
    ['password', '__proto__', {}, 'connector'],
    ['ssh_key', 'linux-password', {}, 'connector'],
    ['password', 'ssh-authorized-keys', {}, 'connector'],
    ['api_key', 'linux-password', {}, 'connector'],
    ['password', undefined, { port: 22 }, 'connectorSettings.port'],
    ['password', 'linux-password', { port: 22 }, 'connectorSettings.port'],
    ['password', 'postgresql', { port: 0 }, 'connectorSettings.port'],
    ['password', 'postgresql', { port: 65_536 }, 'connectorSettings.port'],
    ['password', 'postgresql', { port: 54.32 }, 'connectorSettings.port'],
    ['password', 'postgresql', { port: '5432' }, 'connectorSettings.port'],
    ['password', 'postgresql', { database: 1 }, 'connectorSettings.database'],
    ['password', 'postgresql', { host: '10.0.0.1' }, 'connectorSettings.host'],
    ['password', 'postgresql', { constructor: 'x' } as never, 'connectorSettings.constructor'],
  ])('does not fit: %s by %s with %j', (type, connector, settings, field) => {
    const refusal = checkConnector(type, connector, settings);
    expect(refusal).toMatchObject({ code: 'VALIDATION_FAILED', extra: { errors: [{ field }] } });
  });

  it('takes no address, under whatever name', () => {
    const names = Object.values(CONNECTORS).flatMap(({ settings }) => Object.keys(settings));
    expect(new Set(names)).toEqual(new Set(['port', 'database', 'baseDn']));
  });
});

describe('an account on a host', () => {
  const key = (username: string, connector?: string, connectorSettings?: Record<string, string | number>) =>
    accountKey('host1', { username, connector, connectorSettings });

  it.each([
    ['the default port said or not', key('root', 'postgresql'), key('root', 'postgresql', { port: 5432 })],
    [
      'whatever the database',
      key('root', 'postgresql', { database: 'a' }),
      key('root', 'postgresql', { database: 'b' }),
    ],
    ['in either case, where the target folds it', key('Root', 'ldap'), key('rOOT', 'ldap', { port: 636 })],
  ])('is one: %s', (_, one, other) => expect(one).toEqual(other));

  it.each([
    ['on another host', key('root', 'mysql'), accountKey('host2', { username: 'root', connector: 'mysql' })],
    ['on another port', key('root', 'postgresql'), key('root', 'postgresql', { port: 5433 })],
    ['by another connector', key('root', 'postgresql'), key('root', 'linux-password')],
    ['by none', key('root'), key('root', 'linux-password')],
    [
      'in another case, where the target tells them apart',
      key('root', 'linux-password'),
      key('Root', 'linux-password'),
    ],
  ])('is another: %s', (_, one, other) => expect(one).not.toEqual(other));
});
