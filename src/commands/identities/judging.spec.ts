import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { fact } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import { digest, viewOf, type Streams } from '../../../test/support/streams/view-of';
import { permissionsOf, type CallerPermissions } from '../../access/caller-permissions';
import type { IdentitySettings } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import type { IdentityState } from '../../domain/identities/state';
import { askingOf } from '../jobs/asking-of';
import { credentialOf, servedTo } from './disclosed';
import { judgeHostChange, newlyMeantHosts } from './judge-host-change';
import { judgeSettings } from './judge-settings';
import { newSettings, withDefaults } from './with-defaults';

const person = (id: string): Streams => ({
  [`directory-p-${id}`]: [
    fact('idp-user-created', { idpUserId: `p-${id}`, email: `${id}@x.org`, displayName: id, active: true }),
  ],
  [`directoryEmail-${digest.of(`${id}@x.org`)}`]: [fact('idp-email-claimed', { idpUserId: `p-${id}` })],
});
const grant = (id: string, level: string, more: object = {}) =>
  fact('grant-given', {
    organizationId: 'o',
    identityGroupId: 'v',
    grantId: id,
    principalType: 'user',
    principalId: `p-${id}`,
    level,
    grantedBy: 'm',
    createdAt: EARLIER,
    ...more,
  });
const hostMade = (hostId: string, organizationId: string) =>
  fact('host-created', { hostId, organizationId, name: hostId, createdAt: EARLIER });
const streams = peopleOf(
  {
    owner: { owner: true },
    both: { here: ['hosts.manage_users'] },
    low: { here: ['hosts.manage_users'] },
    late: { here: ['hosts.manage_users'] },
    unlisted: { here: ['hosts.manage_users'] },
    manager: { here: ['pam_vaults.manage'] },
    stranger: {},
  },
  {
    ...PLACES,
    ...Object.assign({}, ...['both', 'low', 'late', 'manager'].map(person)),
    'vaultAccess-v': [
      grant('both', 'view_credentials', { expiresAt: LATER }),
      grant('low', 'view_vault'),
      grant('late', 'checkout', { expiresAt: NOW }),
      grant('manager', 'checkout'),
    ],
    'host-a': [hostMade('a', 'o')],
    'host-b': [hostMade('b', 'o')],
    'host-p': [hostMade('p', 'p')],
    'host-gone': [hostMade('gone', 'o'), fact('host-deleted', { hostId: 'gone', organizationId: 'o' })],
  },
);
const view = viewOf(streams);
const as = async (who: string) => (await permissionsOf(view, who)) as CallerPermissions;

const settings: IdentitySettings = withDefaults({
  name: 'n',
  username: 'root',
  credentialType: 'password',
  connector: 'postgresql',
  hostIds: ['a'],
});
const before: IdentityState = { ...identity.initial, organizationId: 'o', identityGroupId: 'v', settings };

test.each<[string, Partial<IdentitySettings>, readonly string[]]>([
  ['its name', { name: 'other' }, []],
  ['one more host', { hostIds: ['a', 'b'] }, ['b']],
  ['one host less', { hostIds: [] }, []],
  ['another account', { username: 'admin' }, ['a']],
  ['another account and one more host', { username: 'admin', hostIds: ['a', 'b'] }, ['a', 'b']],
  ['another connector', { connector: 'mysql' }, ['a']],
  ['another port', { connectorSettings: { port: 5433 } }, ['a']],
  ['another database', { connectorSettings: { database: 'x' } }, ['a']],
])('an edit of %s makes it mean accounts that it did not mean', async (_, change, hosts) => {
  const after = { ...settings, ...change };
  expect(newlyMeantHosts(settings, after)).toEqual(hosts);
  const refusal = await judgeHostChange(view, digest, await as('stranger'), before, after, NOW);
  expect(refusal?.code).toBe(hosts.length === 0 ? undefined : 'NOT_FOUND');
});

test.each<[string, string | undefined]>([
  ['owner', undefined],
  ['both', undefined],
  ['low', 'VAULT_ACCESS_DENIED'],
  ['late', 'VAULT_ACCESS_DENIED'],
  ['unlisted', 'NO_IDP_USER_MAPPING'],
  ['manager', 'PERMISSION_DENIED'],
  ['stranger', 'NOT_FOUND'],
])('%s points an identity at another account: %s', async (who, code) => {
  const refusal = await judgeHostChange(view, digest, await as(who), before, { ...settings, username: 'admin' }, NOW);
  expect(refusal?.code).toBe(code);
});

const weak = { length: 8, classes: [{ chars: 'ab', min: 0 }] };
const odd = { length: 0, classes: [] };
test.each<[string, string, Partial<IdentitySettings>, readonly string[], string | undefined]>([
  ['as it was', 'manager', {}, ['a'], undefined],
  ['on no host', 'manager', { hostIds: [] }, [], undefined],
  ['on one more host', 'manager', { hostIds: ['a', 'b'] }, ['a'], 'PERMISSION_DENIED'],
  ['on one more host, by who may', 'both', { hostIds: ['a', 'b'] }, ['a'], undefined],
  ['on a host there is not', 'owner', { hostIds: ['a', 'x'] }, ['a'], 'NOT_FOUND'],
  ['on a host that is gone', 'owner', { hostIds: ['gone'] }, [], 'NOT_FOUND'],
  ['on a host of another organization', 'owner', { hostIds: ['p'] }, [], 'NOT_FOUND'],
  ['by a connector there is not', 'owner', { connector: 'x' }, ['a'], 'VALIDATION_FAILED'],
  ['by a policy that is none', 'owner', { passwordPolicy: odd }, ['a'], 'VALIDATION_FAILED'],
  ['by a weak policy, which is judged last of all', 'owner', { passwordPolicy: weak }, ['a'], undefined],
  [
    'by a connector there is not, on a host there is not',
    'owner',
    { connector: 'x', hostIds: ['x'] },
    [],
    'VALIDATION_FAILED',
  ],
])('settings %s, given by %s', async (_, who, change, hostIds, code) => {
  const refusal = await judgeSettings(view, await as(who), 'o', { ...settings, ...change }, hostIds);
  expect(refusal?.code).toBe(code);
});

test('what is left open of a new identity gets its default', () => {
  const given = { name: 'n', username: 'root', credentialType: 'password' } as const;
  const defaults = { rotateAfterUse: false, hostIds: [], allowConcurrentCheckout: false, maxConcurrentSessions: 10 };
  expect(newSettings(given)).toStrictEqual({ ...given, ...defaults, connector: 'linux-password' });
  expect(newSettings({ ...given, connector: null })).toStrictEqual({ ...given, ...defaults });
  expect(newSettings({ ...given, credentialType: 'other' })).toStrictEqual({
    ...given,
    ...defaults,
    credentialType: 'other',
  });
  const said = {
    rotateAfterUse: true,
    hostIds: ['a', 'b', 'a'],
    allowConcurrentCheckout: true,
    maxConcurrentSessions: 2,
    connector: 'mysql',
  };
  expect(newSettings({ ...given, ...said })).toStrictEqual({ ...given, ...said, hostIds: ['a', 'b'] });
});

test('a value on its way says what is known of it, and nothing that is not', () => {
  const none = { ...before, settings: { ...settings, hostIds: [] } };
  const plain = credentialOf(none, [{ version: 2, value: 'x' }], { unverified: false, elsewhere: [] });
  expect(plain).toStrictEqual({
    type: 'password',
    username: 'root',
    value: 'x',
    version: 2,
    proven: expect.any(String),
  });
  const elsewhere = [{ hostId: 'a', version: 1 }];
  const doubtful = credentialOf(
    before,
    [
      { version: 2, value: 'x' },
      { version: 1, value: 'y' },
    ],
    { unverified: true, elsewhere },
  );
  expect(doubtful).toMatchObject({ unverified: true, alternatives: [{ version: 1, value: 'y' }], elsewhere });
});

test('what a session was given is unverified where a host has not proved it', () => {
  const open = { version: 1 } as Parameters<typeof servedTo>[1];
  const none = { version: 1, alternatives: [], elsewhere: [] };
  expect(servedTo({ ...before, settings: { ...settings, hostIds: [] } }, open)).toEqual({ ...none, unverified: false });
  expect(servedTo(before, open)).toEqual({ ...none, unverified: true });
  expect(servedTo(before, { ...open, hostId: 'a' })).toEqual({ ...none, unverified: true });
});

test.each([
  ['both', { untrusted: [2, 3], by: 'both' }],
  ['low', { untrusted: [2, 3] }],
])('of who asks and of who typed values is known whether they may know them: %s', async (who, asking) => {
  const state = { ...before, typed: { 1: 'both', 2: 'low' }, origins: { 3: 2, 4: 1 } } as unknown as IdentityState;
  expect(await askingOf(view, digest, state, who, NOW)).toEqual(asking);
});

test('where approval is asked for, who asks and who typed are nobody whose grant is all there is', async () => {
  const state = { ...before, typed: { 1: 'both', 2: 'low' }, origins: {} } as unknown as IdentityState;
  const policy = { required: 1, approvers: { users: ['p-low'], groups: [] } };
  const changed = fact('vault-changed', {
    identityGroupId: 'v',
    organizationId: 'o',
    name: 'V',
    approvalPolicy: policy,
  });
  const guarded = viewOf({ ...streams, 'vault-v': [...(streams['vault-v'] ?? []), changed] });
  expect(await askingOf(guarded, digest, state, 'both', NOW)).toEqual({ untrusted: [1, 2] });
});
