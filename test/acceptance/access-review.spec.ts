import { parse } from 'csv-parse/sync';
import { client, type Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';

/** Who can reveal or check out what, through what, until when, given by whom, and used last when. */
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let manager: Client;
let user: Client;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  ({ owner, manager, user } = fixture.people);
});
afterAll(() => application.end());

interface Line {
  readonly email: string;
  readonly grantId?: string;
}
const review = async (who: Client, query: string) => who.get(`/access-review?${query}`);
const linesOf = async (who: Client, query: string): Promise<Line[]> => (await review(who, query)).body.items;
const of = (lines: readonly Line[], who: Client) => lines.filter(({ email }) => email === who.email);

test('a line for each person and grant of a vault, and for owners; what stands in the way is told', async () => {
  const { vaultId, people, grantIds, userIds, idpUserIds, groupId } = fixture;
  clock.pass(1);
  const answer = await review(manager, `identityGroupId=${vaultId}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  const lines: Line[] = answer.body.items;
  expect(answer.body.nextCursor).toBeNull();
  expect(of(lines, user)).toEqual([
    {
      organizationId: fixture.organizationId,
      organizationName: expect.stringMatching(/^World /),
      identityGroupId: vaultId,
      identityGroupName: 'Production',
      via: 'grant',
      grantId: grantIds['user'],
      principalType: 'user',
      principalId: idpUserIds['user'],
      principalName: 'user',
      level: 'checkout',
      grantedBy: userIds.owner,
      grantedByEmail: owner.email,
      grantedAt: expect.any(String),
      idpUserId: idpUserIds['user'],
      displayName: 'user',
      email: user.email,
      userId: userIds.user,
      userEmail: user.email,
      can: 'checkout',
      neverUsed: true,
    },
  ]);
  expect(of(lines, people.groupUser)).toMatchObject([
    { via: 'group', principalType: 'group', principalId: groupId, grantId: grantIds['groupUser'], can: 'checkout' },
  ]);
  expect(of(lines, people.revealer)).toMatchObject([{ level: 'view_credentials', can: 'reveal' }]);
  expect(of(lines, people.vaultViewer)).toMatchObject([{ level: 'view_vault', can: 'nothing' }]);
  expect(of(lines, owner)).toMatchObject([{ via: 'owner', level: 'checkout', can: 'checkout' }]);
  expect(lines.map(({ email }) => email).sort()).toEqual(
    [user, people.groupUser, people.revealer, people.vaultViewer, owner].map(({ email }) => email).sort(),
  );
});

test('an access that is over, of somebody switched off, without a role or without a user is told as such', async () => {
  const { id: vaultId } = await owner.ok('POST', '/identity-groups', {
    name: 'Odd',
    organizationId: fixture.organizationId,
  });
  const unknown = await owner.ok('POST', '/idp/users', {
    email: 'never@example.com',
    displayName: '=cmd|x',
    active: true,
  });
  const give = (principalId: string | undefined, more: object = {}) =>
    owner.ok('POST', `/identity-groups/${vaultId}/access`, {
      principalType: 'user',
      principalId,
      level: 'checkout',
      ...more,
    });
  await give(fixture.idpUserIds['user'], { expiresAt: clock.in(5) });
  await give(fixture.idpUserIds['stranger']);
  await give(fixture.idpUserIds['viewer']);
  await give(fixture.idpUserIds['groupUser']);
  await give(unknown.id);
  await owner.ok('PATCH', `/users/${fixture.userIds.viewer}`, { active: false });
  await owner.ok('PATCH', `/idp/users/${fixture.idpUserIds['groupUser']}`, { active: false });
  clock.pass(6);
  const lines = await linesOf(fixture.people.auditor, `identityGroupId=${vaultId}`);
  const told = Object.fromEntries(
    lines
      .filter(({ grantId }) => grantId !== undefined)
      .map((line) => [line.email, (line as { obstacle?: string }).obstacle]),
  );
  expect(told).toEqual({
    [user.email]: 'GRANT_EXPIRED',
    [fixture.people.stranger.email]: 'PERMISSION_DENIED',
    [fixture.people.viewer.email]: 'USER_INACTIVE',
    [fixture.people.groupUser.email]: 'IDP_USER_INACTIVE',
    'never@example.com': 'NO_USER',
  });
  expect(lines.every((line) => (line as { can?: string }).can === 'nothing' || line.email === owner.email)).toBe(true);
  await owner.ok('PATCH', `/users/${fixture.userIds.viewer}`, { active: true });
  await owner.ok('PATCH', `/idp/users/${fixture.idpUserIds['groupUser']}`, { active: true });
  const csv = await review(manager, `identityGroupId=${vaultId}&format=csv`);
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  const rows = parse(csv.text, { columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(6);
  expect(rows.find(({ email }) => email === 'never@example.com')).toMatchObject({
    displayName: "'=cmd|x",
    obstacle: 'NO_USER',
    organizationName: expect.stringMatching(/^World /),
  });
});

test('it says how an access was used last; what was done behind broken glass used none', async () => {
  const { id } = await fixture.newIdentity();
  const query = `identityGroupId=${fixture.vaultId}`;
  const { revealer, groupUser } = fixture.people;
  await revealer.ok('POST', `/identities/${id}/reveal`);
  const { session } = await user.ok('POST', `/identities/${id}/checkout`, { reason: 'x', durationMinutes: 5 });
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  const at = clock.in(0);
  clock.pass(10);
  await owner.ok('POST', `/identities/${id}/break-glass`, { reason: 'the site is down' });
  const lines = await linesOf(manager, query);
  const used = { neverUsed: false, lastUsedAt: at, lastIdentityId: id, lastIdentityName: 'prod-db-admin' };
  expect(of(lines, user)).toMatchObject([{ ...used, lastAction: 'checkout' }]);
  expect(of(lines, revealer)).toMatchObject([{ ...used, lastAction: 'reveal' }]);
  expect(of(lines, groupUser)).toMatchObject([{ neverUsed: true }]);
  expect(of(lines, owner)).toMatchObject([{ neverUsed: true }]);
});

test('a machine that is linked to a person uses that access too, and is told beside the person', async () => {
  const { organizationId, vaultId, idpUserIds, userIds } = fixture;
  const { id } = await fixture.newIdentity();
  const machine = (await owner.ok('POST', '/users', { kind: 'machine', displayName: 'Deploy' })).id;
  await owner.ok('PUT', `/users/${machine}/idp-user`, { idpUserId: idpUserIds['user'] });
  const query = `identityGroupId=${vaultId}`;
  const told = async (by: string) =>
    (await linesOf(manager, by)).filter((line) => (line as { userId?: string }).userId === machine);
  expect(await told(query)).toMatchObject([{ machine: true, can: 'nothing', obstacle: 'PERMISSION_DENIED' }]);
  const { id: roleId } = await owner.ok('POST', '/roles', { name: 'Deploys', permissions: ['pam_vaults.view'] });
  await owner.ok('PUT', `/users/${machine}/roles`, { roles: [{ roleId, organizationId }] });
  const line = {
    machine: true,
    displayName: 'Deploy',
    email: '',
    userEmail: 'Deploy',
    grantId: fixture.grantIds['user'],
    can: 'checkout',
  };
  expect(await told(query)).toMatchObject([{ ...line, neverUsed: true }]);
  const { token } = await owner.ok('POST', `/users/${machine}/tokens`, { name: 'ci', expiresInDays: 1 });
  await client(application.url, 'Deploy', token).ok('POST', `/identities/${id}/reveal`);
  expect(await told(query)).toMatchObject([{ ...line, neverUsed: false, lastIdentityId: id }]);
  const own = await linesOf(manager, `userId=${machine}`);
  expect(own.every((each) => (each as { userId?: string }).userId === machine)).toBe(true);
  expect(own).toContainEqual(expect.objectContaining(line));
  expect(of(await linesOf(manager, `userId=${userIds.user}`), user).length).toBeGreaterThan(0);
  expect((await linesOf(manager, `userId=${userIds.user}`)).every(({ email }) => email === user.email)).toBe(true);
  await owner.ok('PUT', `/users/${machine}/idp-user`, { idpUserId: null });
  expect(await told(query)).toEqual([]);
});

test('of a user: every vault the caller may ask about, and no other', async () => {
  const { id: elsewhere } = await owner.ok('POST', '/identity-groups', {
    name: 'Far',
    organizationId: fixture.elsewhereId,
  });
  const grant = { principalType: 'user', principalId: fixture.idpUserIds['user'], level: 'view_credentials' };
  await owner.ok('POST', `/identity-groups/${elsewhere}/access`, grant);
  const vaultsOf = async (who: Client, query: string) =>
    [
      ...new Set((await linesOf(who, query)).map((line) => (line as { identityGroupName?: string }).identityGroupName)),
    ].sort();
  expect(await vaultsOf(manager, `userId=${fixture.userIds.user}`)).toEqual(['Odd', 'Production']);
  expect(await vaultsOf(owner, `userId=${fixture.userIds.user}`)).toEqual(['Far', 'Odd', 'Production']);
  expect(of(await linesOf(owner, `userId=${fixture.userIds.user}`), owner)).toEqual([]);
  expect(await vaultsOf(manager, `userId=${fixture.userIds.owner}`)).toEqual(['Odd', 'Production']);
  expect(await linesOf(manager, `userId=${fixture.userIds.steward}`)).toEqual([]);
});

test('for who manages vaults or audits there; what is hidden is not found', async () => {
  const { vaultId, people, userIds } = fixture;
  const codeOf = async (who: Client, query: string) => (await review(who, query)).body.code;
  expect(await codeOf(user, `identityGroupId=${vaultId}`)).toBe('PERMISSION_DENIED');
  expect(await codeOf(user, `userId=${userIds.user}`)).toBe('PERMISSION_DENIED');
  expect(await codeOf(people.stranger, `identityGroupId=${vaultId}`)).toBe('NOT_FOUND');
  expect(await codeOf(manager, 'identityGroupId=nothing')).toBe('NOT_FOUND');
  expect(await codeOf(manager, 'userId=nobody')).toBe('NOT_FOUND');
  expect(await codeOf(manager, '')).toBe('VALIDATION_FAILED');
  expect(await codeOf(manager, `identityGroupId=${vaultId}&userId=${userIds.user}`)).toBe('VALIDATION_FAILED');
  expect(await codeOf(manager, `identityGroupId=${vaultId}&format=xml`)).toBe('VALIDATION_FAILED');
});
