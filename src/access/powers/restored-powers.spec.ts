import type { DomainEvent } from '../../kernel/event';
import { grow } from '../../kernel/fold';
import { POWERS_OF, type PowerSource } from './powers-of';
import { restoredPowers } from './restored-powers';

const ORG = { organizationId: 'o' };
const VAULT = { ...ORG, identityGroupId: 'v' };
const fact = (name: string, data: object): DomainEvent => ({ type: `keyledger.${name}.v1`, data }) as DomainEvent;
const grant = (more: object = {}) => ({
  ...VAULT,
  grantId: 'g',
  principalType: 'user',
  principalId: 'p',
  level: 'checkout',
  ...more,
});
const given = fact('grant-given', { ...grant(), grantedBy: 'a', createdAt: 't' });
const user = (name: string, more: object = {}) => fact(`user-${name}`, { userId: 'u', ...more });
const created = user('created', { email: 'u@x', support: false, createdAt: 't' });
const role = user('roles-assigned', { roles: [{ roleId: 'r', organizationId: 'o' }] });
const group = (name: string, more: object = {}) => fact(`idp-group-${name}`, { idpGroupId: 'g', ...more });
const member = { idpUserId: 'p' };
const owner = (name: string) => fact(`owner-${name}`, { userId: 'u' });
const newRole = (permissions: string[], name = 'created') =>
  fact(`role-${name}`, { roleId: 'r', name: 'Ops', permissions });
const idp = (active: boolean) =>
  fact(active ? 'idp-user-created' : 'idp-user-changed', { idpUserId: 'p', email: 'e', displayName: 'P', active });
const agent = (name: string, more: object = {}) =>
  fact(`agent-${name}`, { ...ORG, hostId: 'h', agentId: 'a', ...more });
const enrolled = agent('enrolled', { signingKey: 'k1', status: 'active', tokenId: 't', connectors: [] });
const host = fact('host-created', { ...ORG, hostId: 'h', name: 'web', createdAt: 't' });
const joinToken = fact('host-join-token-issued', {
  ...ORG,
  hostId: 'h',
  tokenId: 't',
  expiresAt: '2026-01-01T00:00:00.000Z',
});
const vault = (name: string, more: object = {}) =>
  fact(`vault-${name}`, { ...VAULT, name: 'V', createdAt: 't', ...more });

const scim = (name: string, more: object = {}) => fact(name, { connectionId: 'c', ...more });
const connected = [
  scim('scim-connection-created', { name: 'Entra', createdAt: 't', createdBy: 'o' }),
  scim('scim-token-made', { tokenId: 't', hash: 'h', createdAt: 't', createdBy: 'o' }),
];
const held = scim('idp-user-handed-over', { idpUserId: 'p' });
const replaced = scim('scim-token-made', {
  tokenId: 'u',
  hash: 'i',
  createdAt: 't',
  createdBy: 'o',
  previousUntil: '2026-01-01T00:00:00.000Z',
});

type Case = [string, string, DomainEvent[], DomainEvent[], DomainEvent[], string[]];
/** Category; what both logs have; what is lost; what was written since; what stands again. */
const CASES: Case[] = [
  ['a grant revoked', 'vaultAccess', [given], [fact('grant-revoked', grant())], [], ['grant:g']],
  ['a grant lowered', 'vaultAccess', [given], [fact('grant-changed', grant({ level: 'view_vault' }))], [], ['grant:g']],
  [
    'cut short',
    'vaultAccess',
    [given],
    [fact('grant-changed', grant({ expiresAt: '2026-01-01T00:00:00Z' }))],
    [],
    ['grant:g'],
  ],
  [
    'given and revoked in the lost time',
    'vaultAccess',
    [vault('created')].slice(1),
    [given, fact('grant-revoked', grant())],
    [],
    [],
  ],
  [
    'revoked again since',
    'vaultAccess',
    [given],
    [fact('grant-revoked', grant())],
    [fact('grant-revoked', grant())],
    [],
  ],
  ['a person switched off', 'user', [created], [user('switched-off')], [], ['active']],
  ['switched off and on again', 'user', [created], [user('switched-off'), user('switched-on')], [], []],
  ['a role taken away', 'user', [created, role], [user('roles-assigned', { roles: [] })], [], ['role:r:o']],
  ['a role given', 'user', [created], [role], [], []],
  ['marked as support', 'user', [created], [user('marked-as-support')], [], ['free']],
  [
    'a token revoked',
    'user',
    [created, fact('token-made', { userId: 'u', tokenId: 't', name: 'ci' })],
    [fact('token-revoked', { userId: 'u', tokenId: 't' })],
    [],
    ['token:t'],
  ],
  [
    'a sign-in removed',
    'user',
    [created, user('pinned', { issuer: 'i', subject: 's' })],
    [user('unpinned', { issuer: 'i', subject: 's' })],
    [],
    ['signIn:["i","s"]'],
  ],
  [
    'a link taken away',
    'user',
    [created, user('linked', { idpUserId: 'p' })],
    [user('unlinked', { idpUserId: 'p' })],
    [],
    ['link:p'],
  ],
  ['an owner removed', 'account', [owner('added')], [owner('removed')], [], ['owner:u']],
  ['an owner suspended', 'account', [owner('added')], [owner('suspended')], [], ['owner:u']],
  [
    'an admin removed',
    'account',
    [fact('admin-added', { userId: 'u' })],
    [fact('admin-removed', { userId: 'u' })],
    [],
    ['admin:u'],
  ],
  ['a role lowered', 'account', [newRole(['a', 'b'])], [newRole(['a'], 'changed')], [], ['role:r']],
  ['a role deleted', 'account', [newRole(['a', 'b'])], [fact('role-deleted', { roleId: 'r' })], [], ['role:r']],
  [
    'a role taken from a group',
    'account',
    [newRole(['a']), fact('idp-group-roles-assigned', { idpGroupId: 'g', roles: [{ roleId: 'r' }] })],
    [fact('idp-group-roles-assigned', { idpGroupId: 'g', roles: [] })],
    [],
    ['groupRole:g:r:everywhere'],
  ],
  ['an IDP user switched off', 'directory', [idp(true)], [idp(false)], [], ['active']],
  [
    'a member taken out',
    'directoryGroup',
    [group('created', { name: 'G' }), group('member-added', member)],
    [group('member-removed', member)],
    [],
    ['member:p'],
  ],
  [
    'a group deleted',
    'directoryGroup',
    [group('created', { name: 'G' }), group('member-added', member)],
    [group('deleted')],
    [],
    ['active', 'member:p'],
  ],
  [
    'a SCIM token revoked',
    'scimConnections',
    connected,
    [scim('scim-token-revoked', { tokenId: 't' })],
    [],
    ['token:t'],
  ],
  ['a SCIM token replaced', 'scimConnections', connected, [replaced], [], ['token:t']],
  [
    'a SCIM connection deleted',
    'scimConnections',
    connected,
    [scim('scim-connection-deleted')],
    [],
    ['connection:c', 'token:t'],
  ],
  [
    'a record released from a SCIM connection',
    'directory',
    [idp(false), held],
    [fact('idp-user-released', { idpUserId: 'p' })],
    [],
    ['holder:c'],
  ],
  ['an agent revoked', 'host', [host, enrolled], [agent('revoked', { reason: 'by_person' })], [], ['agent:a']],
  ['an agent locked', 'host', [host, enrolled], [agent('locked', { sequence: 1 })], [], ['agent:a']],
  [
    'keys replaced',
    'host',
    [host, enrolled],
    [agent('keys-replaced', { signingKey: 'k2', sealingKey: 's2' })],
    [],
    ['agent:a'],
  ],
  ['a join token used up', 'host', [host, joinToken], [enrolled], [], ['joinToken:t']],
  ['a vault deleted', 'vault', [vault('created')], [vault('deleted')], [], ['active']],
  [
    'a vault made stricter',
    'vault',
    [vault('created')],
    [vault('changed', { passwordPolicy: { length: 40 } })],
    [],
    ['settings'],
  ],
  [
    'a vault renamed and named back',
    'vault',
    [vault('created')],
    [vault('changed', { name: 'W' }), vault('changed')],
    [],
    [],
  ],
];

test.each(CASES)('%s (%s)', (_, category, common, lost, since, expected) => {
  const giving = POWERS_OF.get(category) as PowerSource;
  const { fold } = giving;
  const state = grow(fold, fold.initial, common);
  const restored = restoredPowers(giving, state, lost, grow(fold, state, since));
  expect(restored.map(({ subject }) => subject)).toEqual(expected);
  expect(restored.every(({ what }) => what.length > 10)).toBe(true);
});

test('it is told which of the lost facts took it', () => {
  const giving = POWERS_OF.get('user') as PowerSource;
  const state = grow(giving.fold, giving.fold.initial, [created, role]);
  const lost = [user('marked-as-support'), user('switched-off'), user('linked', { idpUserId: 'p' })];
  expect(restoredPowers(giving, state, lost, state).map(({ subject, takenBy }) => [subject, takenBy])).toEqual([
    ['active', 1],
    ['free', 0],
  ]);
});
