import { approvalsIn, type ApprovalFixture } from '../support/application/approvals';
import type { Client } from '../support/application/client';
import { newFixture, type Fixture, type Kind } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { until } from '../support/until';

/** `mayCheckOut=true`: what the caller may check out, as a checkout would decide it. */
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let user: Client;
let manager: Client;
let approvals: ApprovalFixture;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  ({ owner, user, manager } = fixture.people);
  approvals = await approvalsIn(application, fixture);
}, 90_000);
afterAll(() => application.end());

const newVault = async (organizationId = fixture.organizationId): Promise<string> =>
  (await owner.ok('POST', '/identity-groups', { name: 'May', organizationId })).id;
const newIn = async (identityGroupId: string, settings: object = {}): Promise<string> =>
  (await fixture.newIdentity({ identityGroupId, ...settings })).id;
const grant = async (vault: string, kind: Kind, more: object = {}): Promise<string> => {
  const principal = { principalType: 'user', principalId: fixture.idpUserIds[kind], level: 'checkout' };
  return (await owner.ok('POST', `/identity-groups/${vault}/access`, { ...principal, ...more })).id;
};
const listed = async (who: Client, query: string): Promise<string[]> =>
  (await who.ok('GET', `/identities?mayCheckOut=true&${query}`)).items.map(({ id }: { id: string }) => id);
/** A list can be behind for a moment. */
const lists = (who: Client, query: string, ids: readonly string[]) =>
  until(`${query} lists ${ids.join()}`, async () => (await listed(who, query)).join() === ids.toSorted().join());
const ask = { reason: 'work', durationMinutes: 30 };
const held = async (id: string, who: Client): Promise<string> =>
  (await who.ok('POST', `/identities/${id}/checkout`, ask)).session.id;

test('is each caller’s own: by a grant, through a group, as an owner, and by nothing less', async () => {
  const id = await newIn(fixture.vaultId);
  const mine = `identityGroupId=${fixture.vaultId}`;
  for (const kind of ['user', 'groupUser', 'owner'] as const) await lists(fixture.people[kind], mine, [id]);
  for (const kind of ['manager', 'viewer', 'vaultViewer', 'revealer', 'expired', 'unmapped'] as const) {
    expect([kind, await listed(fixture.people[kind], mine)]).toEqual([kind, []]);
  }
  for (const kind of ['hostAdmin', 'auditor', 'admin'] as const) {
    expect((await fixture.people[kind].get('/identities?mayCheckOut=true')).body.code).toBe('PERMISSION_DENIED');
  }
  expect((await fixture.people.stranger.get(`/identities?mayCheckOut=true&${mine}`)).body.code).toBe('NOT_FOUND');
});

test('no longer than what gives it lasts', async () => {
  const vault = await newVault();
  const id = await newIn(vault);
  const mine = `identityGroupId=${vault}`;
  const grantId = await grant(vault, 'user');
  await lists(user, mine, [id]);
  await owner.ok('DELETE', `/identity-groups/${vault}/access/${grantId}`);
  await lists(user, mine, []);
  await grant(vault, 'user', { expiresAt: new Date(clock.now() + 60_000).toISOString() });
  await lists(user, mine, [id]);
  clock.pass(2);
  expect(await listed(user, mine)).toEqual([]);
  await owner.ok('POST', `/identity-groups/${vault}/access`, {
    principalType: 'group',
    principalId: fixture.groupId,
    level: 'checkout',
  });
  const { groupUser } = fixture.people;
  await lists(groupUser, mine, [id]);
  const member = `/idp/groups/${fixture.groupId}/members/${fixture.idpUserIds['groupUser']}`;
  await owner.ok('DELETE', member);
  await lists(groupUser, mine, []);
  await owner.ok('PUT', member);
  await lists(groupUser, mine, [id]);
  const record = `/idp/users/${fixture.idpUserIds['groupUser']}`;
  await owner.ok('PATCH', record, { active: false });
  await lists(groupUser, mine, []);
  await owner.ok('PATCH', record, { active: true });
  await lists(groupUser, mine, [id]);
  const roles = (await owner.ok('GET', `/users/${fixture.userIds.groupUser}`)).roles as object[];
  await owner.ok('PUT', `/users/${fixture.userIds.groupUser}/roles`, { roles: [] });
  expect((await groupUser.get(`/identities?mayCheckOut=true`)).body.code).toBe('PERMISSION_DENIED');
  await owner.ok('PUT', `/users/${fixture.userIds.groupUser}/roles`, { roles });
  await lists(groupUser, mine, [id]);
});

test('what is held, by whomever, stays one’s own to check out later; what has no value or is deleted is not', async () => {
  const vault = await newVault();
  await grant(vault, 'user');
  const [free, taken, gone] = [
    await newIn(vault),
    await newIn(vault, { username: 'b' }),
    await newIn(vault, { username: 'c' }),
  ];
  const mine = `identityGroupId=${vault}`;
  await held(taken, owner);
  await lists(user, mine, [free, taken, gone]);
  await lists(user, `${mine}&checkedOut=false`, [free, gone]);
  await lists(user, `${mine}&checkedOut=true`, [taken]);
  await owner.ok('DELETE', `/identities/${gone}`);
  await lists(user, mine, [free, taken]);
  await lists(owner, `${mine}&state=deleted`, []);
});

test('where a vault asks for approval: while a request of one’s own is approved and not used up, owners too', async () => {
  const asked = await fixture.newIdentity({ username: 'asked' });
  const other = await fixture.newIdentity({ username: 'other' });
  const mine = `identityGroupId=${fixture.vaultId}&q=asked`;
  const both = `identityGroupId=${fixture.vaultId}&checkedOut=false`;
  await lists(user, mine, [asked.id]);
  await approvals.policy(1, ['kim']);
  for (const who of [user, owner]) await lists(who, both, []);
  const requestId = await approvals.ask(user, asked.id);
  await lists(user, both, []);
  await approvals.approve(requestId, 'kim');
  await lists(user, both, [asked.id]);
  expect(await listed(owner, both)).toEqual([]);
  expect((await user.post(`/identities/${other.id}/checkout`, ask)).body.code).toBe('APPROVAL_REQUIRED');
  await user.ok('POST', `/sessions/${await held(asked.id, user)}/checkin`);
  await lists(user, both, []);
  const again = await approvals.ask(user, other.id);
  await approvals.approve(again, 'kim');
  await lists(user, both, [other.id]);
  await approvals.approvers.kim.client.ok('POST', `/access-requests/${again}/revoke`, { reason: 'not any more' });
  await lists(user, both, []);
  await owner.ok('PATCH', `/identity-groups/${fixture.vaultId}`, { approvalPolicy: null });
  await until('all of them', async () => (await listed(user, both)).length > 1);
});

test('pages are full as long as there is more, whatever lies between', async () => {
  const [open, locked, foreign] = [await newVault(), await newVault(), await newVault()];
  for (const vault of [open, locked]) await grant(vault, 'user');
  const nobody = { required: 1, approvers: { users: [approvals.approvers.kim.idpUserId], groups: [] } };
  await owner.ok('PATCH', `/identity-groups/${locked}`, { approvalPolicy: nobody });
  const named = { name: 'paging' };
  const mine: string[] = [];
  let asked = '';
  for (let n = 0; n < 7; n += 1) {
    mine.push(await newIn(open, { ...named, username: `a${n}` }));
    const there = await newIn(locked, { ...named, username: `b${n}` });
    if (n === 3) asked = there;
    await newIn(foreign, { ...named, username: `c${n}` });
  }
  await approvals.approve(await approvals.ask(user, asked), 'kim');
  mine.push(asked);
  await lists(user, 'q=paging', mine);
  const seen: string[] = [];
  const sizes: number[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await user.ok('GET', `/identities?mayCheckOut=true&q=paging&limit=3${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.items.map(({ id }: { id: string }) => id));
    sizes.push(page.items.length);
    cursor = page.nextCursor;
  }
  expect([seen, sizes]).toEqual([mine.toSorted(), [3, 3, 2]]);
});

test('agrees with what a checkout would answer, one by one', async () => {
  const waits = ['ALREADY_CHECKED_OUT', 'MAX_SESSIONS_REACHED', 'ROTATION_IN_PROGRESS'];
  for (const kind of ['user', 'groupUser', 'revealer', 'manager', 'owner'] as const) {
    const who = fixture.people[kind];
    const all = (await who.ok('GET', '/identities?limit=200')).items.map(({ id }: { id: string }) => id) as string[];
    const may: string[] = [];
    for (const id of all) {
      const { allowed, code } = await who.ok('GET', `/identities/${id}/explain?action=checkout`);
      if (allowed === true || waits.includes(code)) may.push(id);
    }
    expect([kind, await listed(who, 'limit=200')]).toEqual([kind, may.toSorted()]);
    expect(all.length).toBeGreaterThan(20);
  }
});

test('says nothing of other organizations, whatever grant lies there', async () => {
  await owner.ok('PUT', `/organizations/${fixture.elsewhereId}/secret`, {
    secret: 'a secret of more than 32 characters',
  });
  const vault = await newVault(fixture.elsewhereId);
  const hidden = await newIn(vault, { name: 'hidden' });
  await grant(vault, 'user');
  await lists(owner, 'q=hidden', [hidden]);
  expect(await listed(user, 'q=hidden')).toEqual([]);
  for (const where of [`organizationId=${fixture.elsewhereId}`, `identityGroupId=${vault}`]) {
    expect((await user.get(`/identities?mayCheckOut=true&${where}`)).body.code).toBe('NOT_FOUND');
  }
});

test('in bulk it means what the manager who asks may check out, and nothing is rotated that could not be otherwise', async () => {
  const vault = await newVault();
  const other = await newVault();
  const id = await newIn(vault, { name: 'in bulk' });
  await newIn(other, { name: 'in bulk' });
  const rotate = async (who: Client) =>
    (await who.post('/identities/rotate', { filter: { mayCheckOut: true, q: 'bulk' } })).body;
  expect(await rotate(manager)).toEqual({ items: [] });
  await grant(vault, 'manager');
  expect(await rotate(manager)).toEqual({ items: [{ id, status: 'done' }] });
  expect((await rotate(user)).code).toBe('PERMISSION_DENIED');
});
