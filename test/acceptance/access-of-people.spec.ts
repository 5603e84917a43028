import { KINDS, newFixture, type Fixture, type Kind } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** `GET /users/{id}/access`, `GET /idp/users/{id}/groups`, grants by principal: who can reach what. */
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const accessOf = (kind: Kind, who = fixture.owner) => who.ok('GET', `/users/${fixture.userIds[kind]}/access`);

test.each<[Kind, string, string]>([
  ['user', 'grant', 'checkout'],
  ['groupUser', 'group', 'checkout'],
  ['revealer', 'grant', 'view_credentials'],
])('%s is told with the grant that reaches the vault', async (kind, via, level) => {
  const { grantIds, vaultId, organizationId, groupId, idpUserIds, userIds } = fixture;
  const principalId = via === 'group' ? groupId : idpUserIds[kind];
  expect(await accessOf(kind)).toEqual({
    items: [
      {
        id: grantIds[kind],
        identityGroupId: vaultId,
        identityGroupName: 'Production',
        organizationId,
        organizationName: expect.stringContaining('World'),
        principalType: via === 'group' ? 'group' : 'user',
        principalId,
        principalName: via === 'group' ? expect.stringContaining('Operators') : kind,
        level,
        via,
        grantedBy: userIds.owner,
        grantedByEmail: 'owner@example.com',
        createdAt: expect.any(String),
        expired: false,
        inEffect: true,
      },
    ],
    nextCursor: null,
    owner: false,
    idpUserId: idpUserIds[kind],
  });
});

test('a grant that has run out stays, marked, and opens nothing', async () => {
  const { owner, idpUserIds, vaultId } = fixture;
  const { id } = await owner.ok('POST', `/identity-groups/${vaultId}/access`, {
    principalType: 'user',
    principalId: idpUserIds['expired'],
    level: 'checkout',
    expiresAt: new Date(Date.now() + 1500).toISOString(),
  });
  const of = (list: Json) => list.items.find((item: Json) => item.id === id);
  expect(of(await accessOf('expired'))).toMatchObject({ expired: false, inEffect: true });
  await until('its end', async () => of(await accessOf('expired')).expired === true, 10_000);
  expect(of(await accessOf('expired'))).toMatchObject({ expired: true, inEffect: false });
  expect(of(await owner.ok('GET', `/identity-groups/${vaultId}/access`))).toMatchObject({ expired: true });
  expect(await owner.ok('GET', `/identity-groups/${vaultId}/access/${id}`)).toMatchObject({ expired: true });
});

test('what is granted opens nothing without the role, nor while user or record is switched off', async () => {
  const { owner, userIds, idpUserIds, vaultId } = fixture;
  await owner.ok('POST', `/identity-groups/${vaultId}/access`, {
    principalType: 'user',
    principalId: idpUserIds['hostAdmin'],
    level: 'checkout',
  });
  expect((await accessOf('hostAdmin')).items).toMatchObject([{ expired: false, inEffect: false }]);
  await owner.ok('PATCH', `/idp/users/${idpUserIds['user']}`, { active: false });
  expect((await accessOf('user')).items).toMatchObject([{ inEffect: false }]);
  await owner.ok('PATCH', `/idp/users/${idpUserIds['user']}`, { active: true });
  await owner.ok('PATCH', `/users/${userIds.user}`, { active: false });
  expect((await accessOf('user')).items).toMatchObject([{ inEffect: false }]);
  await owner.ok('PATCH', `/users/${userIds.user}`, { active: true });
  expect((await accessOf('user')).items).toMatchObject([{ inEffect: true }]);
  expect(await accessOf('owner')).toMatchObject({ owner: true, items: [] });
  expect(await accessOf('unmapped')).toEqual({ items: [], nextCursor: null, owner: false });
});

const MAY: readonly Kind[] = ['owner', 'admin', 'manager', 'auditor'];

test.each(KINDS)('%s, asking what somebody else can reach, and what the caller can', async (kind) => {
  const { people, userIds, idpUserIds, groupId } = fixture;
  const other = kind === 'revealer' ? 'user' : 'revealer';
  const expected = MAY.includes(kind) ? [200, undefined] : [403, 'PERMISSION_DENIED'];
  for (const path of [
    `/users/${userIds[other]}/access`,
    `/idp/users/${idpUserIds[other]}/access`,
    `/idp/groups/${groupId}/access`,
  ]) {
    const { status, body } = await people[kind].get(path);
    expect([path, status, body.code]).toEqual([path, ...expected]);
  }
  expect((await people[kind].get(`/users/${userIds[kind]}/access`)).status).toBe(200);
});

test('who manages one organization sees what lies there alone', async () => {
  const { people, owner, idpUserIds, vaultId } = fixture;
  const there = await newFixture(application);
  await owner.ok('POST', `/identity-groups/${there.vaultId}/access`, {
    principalType: 'user',
    principalId: idpUserIds['revealer'],
    level: 'view_vault',
  });
  const vaults = ({ items }: Json) => items.map((item: Json) => item.identityGroupId).toSorted();
  expect(vaults(await accessOf('revealer'))).toEqual([vaultId, there.vaultId].toSorted());
  expect(vaults(await accessOf('revealer', people.manager))).toEqual([vaultId]);
  expect(vaults(await accessOf('revealer', people.revealer))).toEqual([vaultId]);
  expect(vaults(await people.manager.ok('GET', `/idp/users/${idpUserIds['revealer']}/access`))).toEqual([vaultId]);
  expect(vaults(await people.auditor.ok('GET', `/idp/users/${idpUserIds['revealer']}/access`))).toEqual([vaultId]);
});

test('grants by principal, of one vault and of all, and the groups of a person', async () => {
  const { owner, people, idpUserIds, groupId, grantIds, vaultId } = fixture;
  const ids = ({ items }: Json) => items.map((item: Json) => item.id);
  const ofVault = `/identity-groups/${vaultId}/access?principalId=`;
  expect(ids(await people.viewer.ok('GET', `${ofVault}${groupId}`))).toEqual([grantIds['groupUser']]);
  expect(ids(await people.viewer.ok('GET', `${ofVault}${idpUserIds['user']}`))).toEqual([grantIds['user']]);
  expect(ids(await owner.ok('GET', `/idp/groups/${groupId}/access`))).toEqual([grantIds['groupUser']]);
  expect(ids(await owner.ok('GET', `/idp/users/${idpUserIds['groupUser']}/access`))).toEqual([]);
  const groups = `/idp/users/${idpUserIds['groupUser']}/groups`;
  expect(await people.manager.ok('GET', groups)).toEqual({
    items: [{ id: groupId, name: expect.stringContaining('Operators'), memberCount: 1 }],
    nextCursor: null,
  });
  expect((await people.viewer.get(groups)).body.code).toBe('PERMISSION_DENIED');
  for (const path of [
    '/idp/users/none/groups',
    '/idp/users/none/access',
    '/idp/groups/none/access',
    '/users/none/access',
  ]) {
    expect((await owner.get(path)).status).toBe(404);
  }
  const { id: other } = await owner.ok('POST', '/idp/groups', { name: 'Gone soon' });
  await owner.ok('PUT', `/idp/groups/${other}/members/${idpUserIds['groupUser']}`);
  expect(ids(await owner.ok('GET', groups))).toHaveLength(2);
  await owner.ok('DELETE', `/idp/groups/${other}`);
  expect(ids(await owner.ok('GET', groups))).toEqual([groupId]);
});
