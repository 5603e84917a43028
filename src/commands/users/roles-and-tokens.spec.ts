import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import type { Streams } from '../../../test/support/streams/view-of';
import type { RoleAssignment } from '../../domain/users/events';
import { plusDays } from '../../kernel/time';
import { AssignRoles, AssignRolesHandler } from './assign-roles';
import { CreateMachine, CreateMachineHandler } from './create-machine';
import { LinkUser, LinkUserHandler } from './link-user';
import { MakeToken, MakeTokenHandler } from './make-token';
import { RevokeToken, RevokeTokenHandler } from './revoke-token';

const assigned = (userId: string, ...roles: readonly RoleAssignment[]) =>
  fact('user-roles-assigned', { userId, roles });
const STREAMS: Streams = peopleOf(
  {
    owner: { owner: true },
    clerk: { everywhere: ['accounts.manage'] },
    local: { here: ['accounts.manage', 'pam_vaults.view'] },
    viewer: { everywhere: ['pam_vaults.view'] },
    ann: {},
    robot: { machine: true },
    mighty: { owner: true, machine: true },
  },
  {
    ...PLACES,
    account: ['views', 'empty'].map((id) =>
      fact('role-created', { roleId: id, name: id, permissions: id === 'views' ? ['pam_vaults.view'] : [] }),
    ),
    'organization-gone': [
      fact('organization-created', { organizationId: 'gone', name: 'G', settings: {}, createdAt: EARLIER }),
      fact('organization-deleted', { organizationId: 'gone' }),
    ],
    'directory-p': [fact('idp-user-created', { idpUserId: 'p', email: 'p@x.org', displayName: 'P', active: true })],
    'directory-q': [fact('idp-user-created', { idpUserId: 'q', email: 'q@x.org', displayName: 'Q', active: false })],
    'directory-gone': [
      fact('idp-user-created', { idpUserId: 'gone', email: 'g@x.org', displayName: 'G', active: true }),
      fact('idp-user-deleted', { idpUserId: 'gone', email: 'g@x.org' }),
    ],
  },
);
const has = (userId: string, ...roles: readonly RoleAssignment[]): Streams => ({
  [`user-${userId}`]: [...(STREAMS[`user-${userId}`] ?? []), assigned(userId, ...roles)],
});
const views = (organizationId?: string): RoleAssignment => ({
  roleId: 'views',
  ...(organizationId && { organizationId }),
});
const empty = (organizationId?: string): RoleAssignment => ({
  roleId: 'empty',
  ...(organizationId && { organizationId }),
});

const assign = (
  who: string,
  roles: readonly RoleAssignment[],
  more: Streams = {},
  ifMatch?: number,
  userId = 'ann',
) => {
  const ground = new Ground({ ...STREAMS, ...more });
  const handler = new AssignRolesHandler(ground.deciding);
  return ground.when(() => handler.execute(new AssignRoles(ground.as(who), userId, roles, ifMatch)));
};

test.each<
  [string, string, readonly RoleAssignment[], readonly RoleAssignment[], readonly RoleAssignment[] | undefined]
>([
  ['gives', 'owner', [], [views()], [views()]],
  ['gives in an organization', 'local', [], [views('o')], [views('o')]],
  ['gives what may nothing', 'clerk', [], [empty()], [empty()]],
  ['gives twice what is one', 'owner', [], [views(), views()], [views()]],
  ['takes', 'owner', [views(), empty()], [empty()], [empty()]],
  ['changes nothing', 'owner', [views()], [views()], undefined],
  ['keeps what the caller may not take', 'clerk', [views()], [empty()], [views(), empty()]],
  ['keeps what lies elsewhere', 'local', [views('p')], [views('o')], [views('p'), views('o')]],
  [
    'may name what the user has, and the caller may not give',
    'clerk',
    [views()],
    [views(), empty()],
    [views(), empty()],
  ],
])('who manages users %s', async (_, who, before, wanted, then) => {
  const { answer, facts } = await assign(who, wanted, before.length === 0 ? {} : has('ann', ...before));
  const told: Told = ['user-ann', 'user-roles-assigned', { userId: 'ann', roles: then }];
  expect(facts).toEqual(then === undefined ? [] : [told]);
  expect(answer).toEqual({ id: 'ann', position: `000${facts.length}` });
});

test.each<[string, string, readonly RoleAssignment[], string, Streams, number | undefined]>([
  ['who is no manager', 'viewer', [views()], 'PERMISSION_DENIED', {}, undefined],
  ['what the caller does not hold', 'clerk', [views()], 'PERMISSION_DENIED', {}, undefined],
  ['everywhere what the caller holds in one', 'local', [views()], 'PERMISSION_DENIED', {}, undefined],
  ['a role there is not', 'owner', [{ roleId: 'x' }], 'NOT_FOUND', {}, undefined],
  ['a role that every object has', 'owner', [{ roleId: 'constructor' }], 'NOT_FOUND', {}, undefined],
  ['one there is beside one there is not', 'owner', [views(), { roleId: 'x' }], 'NOT_FOUND', {}, undefined],
  ['in an organization there is not', 'owner', [views('x')], 'NOT_FOUND', {}, undefined],
  ['in one that is deleted', 'owner', [views('gone')], 'NOT_FOUND', {}, undefined],
  ['in one out of sight', 'local', [views('p')], 'NOT_FOUND', {}, undefined],
  [
    'in one out of sight, though the user has it',
    'local',
    [views('p')],
    'NOT_FOUND',
    has('ann', views('p')),
    undefined,
  ],
  ['what was changed since', 'owner', [views()], 'PRECONDITION_FAILED', {}, 4],
])('roles are refused: %s', async (_, who, roles, code, more, ifMatch) => {
  const happened = await assign(who, roles, more, ifMatch);
  const told: Told = ['denied-account', 'user-roles-assign-refused', { userId: 'ann', code }];
  expect([happened.refused, happened.facts]).toEqual([code, [told]]);
});

test('roles of somebody there is not are nobody’s', async () => {
  expect((await assign('owner', [views()], {}, undefined, 'x')).refused).toBe('NOT_FOUND');
  expect((await assign('owner', [views()], {}, 0)).facts).toHaveLength(1);
});

test.each([
  ['clerk', undefined],
  ['local', 'PERMISSION_DENIED'],
])('%s makes a machine', async (who, code) => {
  const ground = new Ground(STREAMS);
  const handler = new CreateMachineHandler(ground.deciding);
  const { refused, facts } = await ground.when(() => handler.execute(new CreateMachine(ground.as(who), 'Robot')));
  const data = { userId: 'new1', kind: 'machine', displayName: 'Robot', support: false, createdAt: NOW };
  const told: Told = ['denied-account', 'user-create-refused', { displayName: 'Robot', code }];
  expect([refused, facts]).toEqual([code, [code === undefined ? ['user-new1', 'user-created', data] : told]]);
});

const linked = {
  'user-robot': [...(STREAMS['user-robot'] ?? []), fact('user-linked', { userId: 'robot', idpUserId: 'p' })],
};
test.each<[string, string, string | null, Streams, string | undefined, readonly string[]]>([
  ['owner', 'robot', 'p', {}, undefined, ['user-linked']],
  ['owner', 'robot', 'q', {}, undefined, ['user-linked']],
  ['owner', 'robot', null, linked, undefined, ['user-unlinked']],
  ['owner', 'robot', null, {}, undefined, []],
  ['owner', 'robot', 'p', linked, undefined, []],
  ['owner', 'robot', 'gone', {}, 'NOT_FOUND', ['user-link-refused']],
  ['owner', 'robot', 'x', {}, 'NOT_FOUND', ['user-link-refused']],
  ['owner', 'x', 'p', {}, 'NOT_FOUND', ['user-link-refused']],
  ['clerk', 'robot', 'p', {}, 'PERMISSION_DENIED', ['user-link-refused']],
  ['mighty', 'robot', 'p', {}, 'PERMISSION_DENIED', ['user-link-refused']],
])('%s links %s to %s', async (who, userId, idpUserId, more, code, nouns) => {
  const ground = new Ground({ ...STREAMS, ...more });
  const handler = new LinkUserHandler(ground.deciding);
  const happened = await ground.when(() => handler.execute(new LinkUser(ground.as(who), userId, idpUserId)));
  expect([happened.refused, happened.facts.map(([, noun]) => noun)]).toEqual([code, nouns]);
  const asked = { userId, ...(idpUserId === null ? {} : { idpUserId }) };
  if (code !== undefined) expect(happened.facts[0]?.[2]).toEqual({ ...asked, code });
  if (nouns.includes('user-linked')) expect(happened.facts[0]?.[2]).toEqual(asked);
});

const tokens = (hash = '#1') => ({ make: () => ({ token: 'kl_secret', hash }), read: () => undefined });
const makeToken = (who: string, userId: string, more: object = {}, streams: Streams = {}) => {
  const ground = new Ground({ ...STREAMS, ...streams });
  const handler = new MakeTokenHandler(ground.deciding, tokens() as never);
  const terms = { name: 'CI', expiresInDays: 30, ...more };
  return ground.when(() => handler.execute(new MakeToken(ground.as(who), userId, terms)));
};
const made = {
  userId: 'robot',
  tokenId: 'new1',
  name: 'CI',
  hash: '#1',
  createdAt: NOW,
  createdBy: 'clerk',
  expiresAt: plusDays(NOW, 30),
};

test('a token is told once; kept of it is its hash, and what it may', async () => {
  const limits = { permissions: ['pam_vaults.view'], addresses: ['10.0.0.0/8'] };
  expect(await makeToken('clerk', 'robot', limits)).toEqual({
    answer: { id: 'new1', position: '0001', token: 'kl_secret' },
    facts: [['user-robot', 'token-made', { ...made, ...limits }]],
  });
  const repeated = { 'user-robot': [...(STREAMS['user-robot'] ?? []), fact('token-made', { ...made, hash: '#0' })] };
  expect((await makeToken('clerk', 'robot', {}, repeated)).answer).toEqual({ id: 'new1', position: '0000' });
});

test.each<[string, string, string, Streams]>([
  ['local', 'robot', 'PERMISSION_DENIED', {}],
  ['clerk', 'robot', 'PERMISSION_DENIED', has('robot', views())],
  ['clerk', 'robot', 'PERMISSION_DENIED', linked],
  ['clerk', 'mighty', 'PERMISSION_DENIED', {}],
  ['mighty', 'robot', 'PERMISSION_DENIED', {}],
  ['clerk', 'x', 'NOT_FOUND', {}],
  ['clerk', 'ann', 'CONFLICT', {}],
])('%s makes no token of %s: %s', async (who, userId, code, streams) => {
  const { refused, facts } = await makeToken(who, userId, {}, streams);
  expect([refused, facts]).toEqual([code, [['denied-account', 'token-make-refused', { userId, name: 'CI', code }]]]);
});

const withToken = (userId: string): Streams => ({
  [`user-${userId}`]: [
    ...(STREAMS[`user-${userId}`] ?? []),
    fact('token-made', { ...made, userId, tokenId: 't', expiresAt: LATER }),
  ],
});
test.each<[string, string, string, string | undefined]>([
  ['clerk', 'robot', 't', undefined],
  ['owner', 'mighty', 't', undefined],
  ['clerk', 'mighty', 't', 'PERMISSION_DENIED'],
  ['local', 'robot', 't', 'PERMISSION_DENIED'],
  ['clerk', 'robot', 'x', 'NOT_FOUND'],
  ['clerk', 'x', 't', 'NOT_FOUND'],
])('%s revokes of %s the token %s', async (who, userId, tokenId, code) => {
  const ground = new Ground({ ...STREAMS, ...withToken('robot'), ...withToken('mighty') });
  const handler = new RevokeTokenHandler(ground.deciding);
  const happened = await ground.when(() => handler.execute(new RevokeToken(ground.as(who), userId, tokenId)));
  const told: Told = ['denied-account', 'token-revoke-refused', { userId, tokenId, code }];
  const revoked: Told = [`user-${userId}`, 'token-revoked', { userId, tokenId }];
  expect([happened.refused, happened.facts]).toEqual([code, [code === undefined ? revoked : told]]);
});
