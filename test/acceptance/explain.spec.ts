import { client, type Client } from '../support/application/client';
import { KINDS, newFixture, type Fixture, type Kind } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';

/** `GET /identities/{id}/explain`: why somebody can or can't, by the deciding code. */
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

type Act = 'checkout' | 'reveal' | 'break-glass';
const ACTS: readonly Act[] = ['checkout', 'reveal', 'break-glass'];
const BODIES = {
  checkout: { reason: 'work', durationMinutes: 5 },
  reveal: undefined,
  'break-glass': { reason: 'fire' },
};

const explain = (who: Client, id: string, action: Act, userId?: string) =>
  who.get(`/identities/${id}/explain?action=${action}${userId === undefined ? '' : `&userId=${userId}`}`);
const stepOf = ({ body }: { body: Json }, step: string) => body.steps.find((each: Json) => each.step === step);
const factOf = async ({ stream, revision }: Json) =>
  (await fixture.owner.ok('GET', `/streams/${stream}?limit=200`)).items.find(
    (each: Json) => each.revision === revision,
  );

test.each(ACTS.flatMap((act) => KINDS.map((kind) => [act, kind] as const)))(
  '%s by %s is explained as it is decided',
  async (act, kind) => {
    const { id } = await fixture.newIdentity();
    const who = fixture.people[kind];
    const told = await explain(fixture.owner, id, act, fixture.userIds[kind]);
    const done = await who.post(`/identities/${id}/${act}`, BODIES[act]);
    expect([told.body.allowed, told.body.code]).toEqual([done.status < 300, done.body.code]);
    const { steps } = told.body;
    expect(steps.map(({ holds }: Json) => holds)).toEqual(
      steps.map((_: Json, n: number) => told.body.allowed || n < steps.length - 1),
    );
  },
);

test.each<[Kind, number, string | undefined]>([
  ['user', 200, undefined],
  ['vaultViewer', 200, undefined],
  ['auditor', 200, undefined],
  ['stranger', 404, 'NOT_FOUND'],
  ['unmapped', 200, undefined],
])('%s asks about the own access', async (kind, status, code) => {
  const { id } = await fixture.newIdentity();
  for (const answer of [
    await explain(fixture.people[kind], id, 'reveal'),
    await explain(fixture.people[kind], id, 'reveal', fixture.userIds[kind]),
  ]) {
    expect([answer.status, answer.body.code]).toEqual([status, status === 200 ? answer.body.code : code]);
  }
});

test.each<[Kind, number, string | undefined]>([
  ['owner', 200, undefined],
  ['manager', 200, undefined],
  ['auditor', 200, undefined],
  ['admin', 200, undefined],
  ['viewer', 403, 'PERMISSION_DENIED'],
  ['user', 403, 'PERMISSION_DENIED'],
  ['hostAdmin', 403, 'PERMISSION_DENIED'],
  ['steward', 403, 'PERMISSION_DENIED'],
  ['stranger', 404, 'NOT_FOUND'],
])('%s asks of somebody else', async (kind, status, code) => {
  const { id } = await fixture.newIdentity();
  const answer = await explain(fixture.people[kind], id, 'checkout', fixture.userIds.revealer);
  expect([answer.status, status === 200 ? undefined : answer.body.code]).toEqual([status, code]);
});

test('what does not exist, and what is deleted, is not explained', async () => {
  const { id } = await fixture.newIdentity();
  const { owner, people, userIds } = fixture;
  expect((await explain(owner, 'nothing', 'reveal')).status).toBe(404);
  expect((await explain(owner, id, 'reveal', 'nobody')).status).toBe(404);
  expect((await explain(people.viewer, id, 'reveal', 'nobody')).status).toBe(403);
  await owner.ok('DELETE', `/identities/${id}`);
  expect((await explain(people.user, id, 'reveal')).status).toBe(404);
  expect((await explain(people.manager, id, 'reveal', userIds.user)).body).toMatchObject({
    allowed: false,
    code: 'NOT_FOUND',
  });
});

test('who holds it exclusively is told, by the fact, to who has a grant, and to nobody without one', async () => {
  const { id } = await fixture.newIdentity();
  const { user, groupUser, viewer } = fixture.people;
  const { session } = await user.ok('POST', `/identities/${id}/checkout`, BODIES.checkout);
  const refused = await explain(groupUser, id, 'checkout');
  expect(refused.body).toMatchObject({ allowed: false, code: 'ALREADY_CHECKED_OUT' });
  const { fact, holds } = stepOf(refused, 'exclusivity');
  expect([holds, fact]).toEqual([
    false,
    {
      stream: `identity-${id}`,
      revision: expect.any(Number),
      time: session.checkedOutAt,
      by: fixture.userIds.user,
      byEmail: user.email,
    },
  ]);
  expect(await factOf(fact)).toMatchObject({ type: 'keyledger.identity-checked-out.v1' });
  const denied = await explain(viewer, id, 'checkout');
  expect(denied.body.code).toBe('VAULT_ACCESS_DENIED');
  expect(denied.text).not.toContain(fixture.userIds.user);
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  const allowed = await explain(groupUser, id, 'checkout');
  expect(allowed.body.allowed).toBe(true);
  expect(await factOf(stepOf(allowed, 'exclusivity').fact)).toMatchObject({ type: 'keyledger.identity-checked-in.v1' });
});

test('each step rests on the fact that made it so, whoever did it', async () => {
  const { owner, people, userIds, idpUserIds, vaultId, groupId } = fixture;
  const { id } = await fixture.newIdentity();
  const told = async (kind: Kind, step: string, act: Act = 'checkout') =>
    stepOf(await explain(owner, id, act, userIds[kind]), step);
  const type = async (kind: Kind, step: string, act: Act = 'checkout') =>
    (await factOf((await told(kind, step, act)).fact)).type;
  expect(await type('user', 'user')).toBe('keyledger.user-created.v1');
  expect(await type('user', 'permission')).toBe('keyledger.user-roles-assigned.v1');
  expect(await type('user', 'idp-user')).toBe('keyledger.idp-user-created.v1');
  expect(await type('user', 'grant')).toBe('keyledger.grant-given.v1');
  expect(await told('user', 'grant')).toMatchObject({
    holds: true,
    fact: { stream: `vaultAccess-${vaultId}`, by: userIds.owner, byEmail: owner.email },
  });
  expect(await type('groupUser', 'grant')).toBe('keyledger.grant-given.v1');
  expect(await told('unmapped', 'idp-user')).not.toHaveProperty('fact');
  expect(await told('viewer', 'grant')).not.toHaveProperty('fact');

  // A grant by a group that is taken away, then one by name.
  const { id: other } = await owner.ok('POST', '/idp/groups', { name: 'Short-lived' });
  await owner.ok('PUT', `/idp/groups/${other}/members/${idpUserIds['viewer']}`);
  const { id: grantId } = await owner.ok('POST', `/identity-groups/${vaultId}/access`, {
    principalType: 'group',
    principalId: other,
    level: 'checkout',
  });
  expect(await told('viewer', 'grant')).toMatchObject({ holds: true });
  await people.manager.ok('DELETE', `/identity-groups/${vaultId}/access/${grantId}`);
  expect(await told('viewer', 'grant')).toMatchObject({ holds: false, fact: { by: userIds.manager } });
  expect(await type('viewer', 'grant')).toBe('keyledger.grant-revoked.v1');

  // Out of the group, and in again.
  await owner.ok('DELETE', `/idp/groups/${groupId}/members/${idpUserIds['groupUser']}`);
  expect(await told('groupUser', 'grant')).toMatchObject({ holds: false });
  await owner.ok('PUT', `/idp/groups/${groupId}/members/${idpUserIds['groupUser']}`);
  expect(await type('groupUser', 'grant')).toBe('keyledger.idp-group-member-added.v1');

  // The record switched off.
  await owner.ok('PATCH', `/idp/users/${idpUserIds['revealer']}`, { active: false });
  expect(await type('revealer', 'idp-user', 'reveal')).toBe('keyledger.idp-user-changed.v1');
  await owner.ok('PATCH', `/idp/users/${idpUserIds['revealer']}`, { active: true });

  // The user switched off.
  await owner.ok('PATCH', `/users/${userIds.revealer}`, { active: false });
  expect((await explain(owner, id, 'reveal', userIds.revealer)).body).toMatchObject({
    allowed: false,
    code: 'UNAUTHENTICATED',
    steps: [{ step: 'user', holds: false, fact: { by: userIds.owner } }],
  });
  expect((await people.revealer.get('/me')).body.code).toBe('UNAUTHENTICATED');
  await owner.ok('PATCH', `/users/${userIds.revealer}`, { active: true });
});

test('the approval that a vault asks for is a step, with the fact of the policy or of the request', async () => {
  const { owner, organizationId, people, userIds, idpUserIds } = fixture;
  const approvers = { users: [idpUserIds['manager']], groups: [] };
  const { id: vaultId } = await owner.ok('POST', '/identity-groups', { name: 'Guarded', organizationId });
  const grant = { principalType: 'user', principalId: idpUserIds['user'], level: 'checkout' };
  await owner.ok('POST', `/identity-groups/${vaultId}/access`, grant);
  await owner.ok('PATCH', `/identity-groups/${vaultId}`, { approvalPolicy: { required: 1, approvers } });
  const { id } = await fixture.newIdentity({ identityGroupId: vaultId });
  const refused = await explain(people.user, id, 'reveal');
  expect(refused.body).toMatchObject({ allowed: false, code: 'APPROVAL_REQUIRED' });
  expect(await factOf(stepOf(refused, 'approval').fact)).toMatchObject({ type: 'keyledger.vault-changed.v1' });
  await people.user.ok('POST', `/identities/${id}/access-requests`, { reason: 'work', durationMinutes: 30 });
  const asked = stepOf(await explain(people.manager, id, 'checkout', userIds.user), 'approval');
  expect(asked).toMatchObject({ holds: false, fact: { stream: `identity-${id}`, by: userIds.user } });
});

test('the fourth break-glass of a minute is explained by the tries, and asking is no try', async () => {
  const { id } = await fixture.newIdentity();
  const { owner, organizationId } = fixture;
  // Somebody new, of whom no try of this minute is counted yet.
  const responder = await application.as('responder@example.com');
  const { id: userId } = (await responder.ok('GET', '/me')).user;
  const permissions = ['pam_vaults.break_glass', 'pam_vaults.view'];
  const { id: roleId } = await owner.ok('POST', '/roles', { name: 'Responder', permissions });
  await owner.ok('PUT', `/users/${userId}/roles`, { roles: [{ roleId, organizationId }] });
  for (let n = 0; n < 5; n++) {
    expect((await explain(responder, id, 'break-glass')).body.allowed).toBe(true);
  }
  const tried: number[] = [];
  for (let n = 0; n < 4; n++) {
    tried.push((await responder.post(`/identities/${id}/break-glass`, { reason: 'fire' })).status);
  }
  expect(tried).toEqual([201, 201, 201, 429]);
  const told = await explain(owner, id, 'break-glass', userId);
  expect(told.body).toMatchObject({ allowed: false, code: 'BREAK_GLASS_RATE_LIMITED' });
  expect(stepOf(told, 'rate-limit').fact).toMatchObject({ stream: `breakGlass-${userId}`, by: userId });
});

test('a machine is explained by what its token says when it asks, and by its roles when others ask', async () => {
  const { owner, organizationId } = fixture;
  const { id } = await fixture.newIdentity();
  const role = await owner.ok('POST', '/roles', {
    name: 'Robots',
    permissions: ['pam_vaults.view', 'pam_vaults.break_glass', 'pam_audit.read'],
  });
  const machine = await owner.ok('POST', '/users', { kind: 'machine', displayName: 'robot' });
  await owner.ok('PUT', `/users/${machine.id}/roles`, { roles: [{ roleId: role.id, organizationId }] });
  const { token } = await owner.ok('POST', `/users/${machine.id}/tokens`, {
    name: 'narrow',
    expiresInDays: 1,
    permissions: ['pam_audit.read'],
  });
  const narrow = client(application.url, 'robot', token);
  expect((await explain(narrow, id, 'checkout')).body).toMatchObject({ allowed: false, code: 'PERMISSION_DENIED' });
  const others = (await explain(owner, id, 'checkout', machine.id)).body;
  expect(others).toMatchObject({ allowed: false, code: 'NO_IDP_USER_MAPPING' });
  const glass = await explain(owner, id, 'break-glass', machine.id);
  expect(stepOf(glass, 'permission')).toMatchObject({ holds: false, explanation: expect.stringContaining('Machine') });
});
