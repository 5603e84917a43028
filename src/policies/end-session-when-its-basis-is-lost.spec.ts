import { withoutMemory } from '../../test/support/without-memory';
import { PolicyFixture } from '../../test/support/policy-fixture';
import { until } from '../../test/support/until';
import { BreakGlassIdentity } from '../commands/identities/break-glass-identity';
import type { Checkpoints } from '../kernel/checkpoints';
import type { Mark } from '../kernel/subscription/mark';

let application: PolicyFixture;
let place: { organizationId: string; vaultId: string; identityId: string };
let node: Awaited<ReturnType<PolicyFixture['node']>>;
beforeEach(async () => {
  application = await PolicyFixture.open();
  node = await application.node();
  place = await application.identity(node.commands);
  await application.person('ann', place);
});
afterEach(() => application.close());

const facts = (noun: string) => application.facts(`identity-${place.identityId}`, noun);
const endedBy = async () => (await facts('identity-checked-in')).map(({ data }) => data.endedBy);
const ended = () => until('the end of the session', async () => (await endedBy()).length > 0);
const user = (noun: string, data: object = {}) => application.append('user-ann', noun, { userId: 'ann', ...data });
const idp = (noun: string, data: object = {}) =>
  application.append('directory-idp-ann', noun, { idpUserId: 'idp-ann', displayName: 'Ann', ...data });
const role = (noun: string, data: object = {}) => application.append('account', noun, { roleId: 'viewer', ...data });

test.each<[string, () => Promise<void>]>([
  [
    'grant revoked',
    () => application.append(`vaultAccess-${place.vaultId}`, 'grant-revoked', application.grant('ann', place)),
  ],
  [
    'grant lowered',
    () =>
      application.append(`vaultAccess-${place.vaultId}`, 'grant-changed', {
        ...application.grant('ann', place),
        level: 'view_vault',
      }),
  ],
  ['user switched off', () => user('user-switched-off')],
  ['roles taken', () => user('user-roles-assigned', { roles: [] })],
  ['role without the permission', () => role('role-changed', { name: 'V', permissions: [] })],
  ['role deleted', () => role('role-deleted')],
  ['IDP user switched off', () => idp('idp-user-changed', { active: false })],
  ['IDP user deleted', () => idp('idp-user-deleted', { email: 'ann@example.com' })],
])('%s: the session ends, and the value rotates', async (_, lose) => {
  await node.runner.start();
  await application.checkOut(node.commands, 'ann', place.identityId);
  await lose();
  await ended();
  expect(await endedBy()).toEqual(['grant_revoked']);
  const [requested] = await facts('rotation-requested');
  expect(requested?.data.trigger).toBe('grant_revoked');
  expect(requested?.metadata.causationId).toBeDefined();
  await until('the new value', async () => (await facts('rotation-confirmed')).length === 1);
});

test("an owner's session ends with being owner, a stranger's does not", async () => {
  await node.runner.start();
  await application.append('account', 'owner-added', { userId: 'ann', email: 'ann@example.com' });
  const other = await application.identity(node.commands);
  await application.checkOut(node.commands, 'owner', other.identityId);
  await application.checkOut(node.commands, 'ann', place.identityId);
  await application.append('account', 'owner-suspended', { userId: 'ann' });
  await ended();
  expect(await application.facts(`identity-${other.identityId}`, 'identity-checked-in')).toEqual([]);
});

test('a group membership carries a session as long as it stands', async () => {
  const group = { idpGroupId: 'ops', idpUserId: 'idp-bob' };
  await application.person('bob', place);
  await application.append(`vaultAccess-${place.vaultId}`, 'grant-revoked', application.grant('bob', place));
  await application.append('directoryGroup-ops', 'idp-group-created', { idpGroupId: 'ops', name: 'Operations' });
  await application.append('directoryGroup-ops', 'idp-group-member-added', group);
  const grant = { ...application.grant('ops', place), principalType: 'group', principalId: 'ops' };
  await application.append(`vaultAccess-${place.vaultId}`, 'grant-given', grant);
  await node.runner.start();
  await application.checkOut(node.commands, 'bob', place.identityId);
  await application.append('directoryGroup-ops', 'idp-group-member-removed', group);
  await ended();
  expect(await endedBy()).toEqual(['grant_revoked']);
});

test.each<[string, () => Promise<void>]>([
  [
    'the membership',
    () =>
      application.append('directoryGroup-ops', 'idp-group-member-removed', { idpGroupId: 'ops', idpUserId: 'idp-bob' }),
  ],
  ['the group', () => application.append('directoryGroup-ops', 'idp-group-deleted', { idpGroupId: 'ops' })],
  ['its roles', () => application.append('account', 'idp-group-roles-assigned', { idpGroupId: 'ops', roles: [] })],
  [
    'the record',
    () =>
      application.append('directory-idp-bob', 'idp-user-changed', {
        idpUserId: 'idp-bob',
        displayName: 'Bob',
        active: false,
      }),
  ],
])('a role by a group carries a session as long as %s stands, with a grant or behind broken glass', async (_, lose) => {
  const group = { idpGroupId: 'ops', idpUserId: 'idp-bob' };
  const other = await application.identity(node.commands);
  await application.person('bob', place);
  await application.responder('sam', other);
  await application.append('user-bob', 'user-roles-assigned', { userId: 'bob', roles: [] });
  await application.append('directoryGroup-ops', 'idp-group-created', { idpGroupId: 'ops', name: 'Operations' });
  await application.append('directoryGroup-ops', 'idp-group-member-added', group);
  await application.append('account', 'idp-group-roles-assigned', {
    idpGroupId: 'ops',
    roles: [
      { roleId: 'viewer', organizationId: place.organizationId },
      { roleId: 'responder', organizationId: other.organizationId },
    ],
  });
  await node.runner.start();
  await application.checkOut(node.commands, 'bob', place.identityId);
  await node.commands.execute(new BreakGlassIdentity(application.as('bob'), other.identityId, 'the pager went off'));
  await lose();
  await ended();
  expect(await endedBy()).toEqual(['grant_revoked']);
  await until(
    'the end of the emergency',
    async () => (await application.facts(`identity-${other.identityId}`, 'identity-checked-in')).length === 1,
  );
});

test('a grant that now ends earlier shortens the session, and one that ends later leaves it', async () => {
  await node.runner.start();
  const { session } = await application.checkOut(node.commands, 'ann', place.identityId, 60);
  const change = (expiresAt: string) =>
    application.append(`vaultAccess-${place.vaultId}`, 'grant-changed', {
      ...application.grant('ann', place, expiresAt),
    });
  await change(application.at(120));
  await change(application.at(20));
  await until('the shorter session', async () => (await facts('session-shortened')).length === 1);
  const [shortened] = await facts('session-shortened');
  expect(shortened?.data).toMatchObject({ sessionId: session.id, expiresAt: application.at(20) });
  expect(await endedBy()).toEqual([]);
});

test('what was taken away before the policy first listened, its place being lost, ends the session all the same', async () => {
  await node.runner.start();
  await application.checkOut(node.commands, 'ann', place.identityId);
  await node.runner.stop();
  await application.append(`vaultAccess-${place.vaultId}`, 'grant-revoked', application.grant('ann', place));
  const places = new Map<string, Mark>();
  const lost: Checkpoints = {
    get: async (name) => places.get(name),
    set: async (name, mark) => Boolean(places.set(name, mark)),
  };
  const forgetful = await application.node({ checkpoints: lost });
  await forgetful.runner.start();
  await ended();
  expect(await endedBy()).toEqual(['grant_revoked']);
});

test('a checkout that raced the revocation is found, though nobody could see it then', async () => {
  const { session } = await application.checkOut(node.commands, 'ann', place.identityId);
  const [checkedOut] = await facts('identity-checked-out');
  await application.append(`identity-${place.identityId}`, 'identity-checked-in', {
    organizationId: place.organizationId,
    identityGroupId: place.vaultId,
    identityId: place.identityId,
    sessionId: session.id,
    userId: 'ann',
    endedBy: 'checkin',
    endedAt: application.at(0),
  });
  await node.runner.start();
  await application.append(`vaultAccess-${place.vaultId}`, 'grant-revoked', application.grant('ann', place));
  await application.append(`identity-${place.identityId}`, 'identity-checked-out', {
    ...checkedOut?.data,
    sessionId: `${place.identityId}.raced`,
  });
  await until('the end of the racing session', async () => (await endedBy()).length === 2);
  expect(await endedBy()).toEqual(['checkin', 'grant_revoked']);
});

test('the same facts heard twice, by two nodes at once, and again from the first one on: one end', async () => {
  const other = await application.node();
  await Promise.all([node.runner.start(), other.runner.start()]);
  await application.checkOut(node.commands, 'ann', place.identityId);
  await user('user-switched-off');
  await ended();
  await until('the new value', async () => (await facts('rotation-confirmed')).length === 1);
  await Promise.all([node.runner.stop(), other.runner.stop()]);
  const before = await application.adapters.eventStore.head();
  const forgetful = await application.node({ checkpoints: withoutMemory });
  await forgetful.runner.start();
  await user('user-switched-on');
  await application.checkOut(node.commands, 'ann', place.identityId);
  await user('user-switched-off');
  await until('the end of the second session', async () => (await endedBy()).length === 2);
  const since = await application.adapters.eventStore.readAll({ from: before, limit: 100 });
  const byPolicy = since.filter(({ metadata }) => metadata.actor.name === 'end-session-when-its-basis-is-lost');
  expect(byPolicy.map(({ type }) => type)).toEqual([
    'keyledger.identity-checked-in.v1',
    'keyledger.rotation-requested.v1',
  ]);
  expect(forgetful.troubles).toEqual([]);
});
