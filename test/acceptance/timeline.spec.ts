import type { Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

/** What happened to an identity, for whoever sees it. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let viewer: Client;
let user: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner, viewer, user } = fixture.people);
});
afterAll(() => application.end());

interface Entry {
  readonly type: string;
  readonly title: string;
  readonly [name: string]: unknown;
}
const timeline = async (id: string, query = ''): Promise<Entry[]> =>
  (await viewer.ok('GET', `/identities/${id}/timeline${query}`)).items;
const titles = async (id: string) => (await timeline(id)).map(({ title }) => title);

test('tells newest first who had it when and why, and what became of its value', async () => {
  const { id } = await fixture.newIdentity({ rotateAfterUse: true });
  await user.ok('POST', `/identities/${id}/reveal`, { reason: 'to look' });
  const { session } = await user.ok('POST', `/identities/${id}/checkout`, { reason: 'month end', durationMinutes: 30 });
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  await until('the rotation', async () => (await titles(id))[0] === 'New value in force');
  const told = await timeline(id);
  expect(told.map(({ title }) => title)).toEqual([
    'New value in force',
    'Rotation asked for',
    'Session ended',
    'Checked out',
    'Value revealed',
    'Put into the vault',
  ]);
  const userEmail = user.email;
  expect(told[3]).toEqual({
    id: expect.any(String),
    time: session.checkedOutAt,
    type: 'keyledger.identity-checked-out.v1',
    title: 'Checked out',
    by: { kind: 'user', userId: fixture.userIds.user, email: userEmail },
    userEmail,
    reason: 'month end',
    durationMinutes: 30,
    breakGlass: false,
    sessionId: session.id,
  });
  expect(told[4]).toMatchObject({ reason: 'to look', userEmail });
  expect(told[0]).toMatchObject({ by: { kind: 'policy', name: 'rotate-in-vault-when-requested' } });
});

test('comes in pages, and a cursor is of its identity', async () => {
  const { id } = await fixture.newIdentity();
  const { id: other } = await fixture.newIdentity();
  for (const name of ['one', 'two', 'three']) await owner.ok('PATCH', `/identities/${id}`, { name });
  const whole = await timeline(id);
  const first = await viewer.ok('GET', `/identities/${id}/timeline?limit=3`);
  const second = await viewer.ok('GET', `/identities/${id}/timeline?limit=3&cursor=${first.nextCursor}`);
  expect([[...first.items, ...second.items], second.nextCursor]).toEqual([whole, null]);
  const foreign = await viewer.get(`/identities/${other}/timeline?cursor=${first.nextCursor}`);
  expect(foreign.body.errors[0].field).toBe('cursor');
  expect((await viewer.get(`/identities/${id}/timeline?type=x`)).status).toBe(400);
});

test('tells neither refused attempts nor addresses, nor values', async () => {
  const { id, value } = await fixture.newIdentity();
  await fixture.people.revealer.post(`/identities/${id}/checkout`, { reason: 'not mine', durationMinutes: 30 });
  await fixture.people.unmapped.post(`/identities/${id}/reveal`);
  await owner.ok('PUT', `/identities/${id}/credential`, { credential: 'another-value-1' });
  expect(await titles(id)).toEqual(['Value replaced by hand', 'Put into the vault']);
  const { text } = await viewer.get(`/identities/${id}/timeline`);
  for (const hidden of ['not mine', '127.0.0.1', 'userAgent', value, 'another-value-1']) {
    expect(text).not.toContain(hidden);
  }
});

test('is for who sees the identity: not without the permission, not from elsewhere, a deleted one for managers', async () => {
  const { id } = await fixture.newIdentity();
  const read = async (who: Client) => {
    const { status, body } = await who.get(`/identities/${id}/timeline`);
    return status === 200 ? 200 : body.code;
  };
  const { auditor, hostAdmin, admin, stranger, manager } = fixture.people;
  for (const who of [auditor, hostAdmin, admin]) expect(await read(who)).toBe('PERMISSION_DENIED');
  expect(await read(stranger)).toBe('NOT_FOUND');
  expect((await viewer.get('/identities/nothing/timeline')).body.code).toBe('NOT_FOUND');
  await owner.ok('DELETE', `/identities/${id}`);
  expect([await read(viewer), await read(manager)]).toEqual(['NOT_FOUND', 200]);
  await owner.ok('POST', `/identities/${id}/undelete`);
  expect((await titles(id)).slice(0, 2)).toEqual(['Brought back', 'Deleted']);
});

test('tells a hand-over and a break-glass with all that follows', async () => {
  const { id } = await fixture.newIdentity();
  const { session } = await user.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 60 });
  const receiver = fixture.userIds.groupUser;
  await user.ok('POST', `/sessions/${session.id}/transfer`, { userId: receiver, reason: 'my shift ends' });
  const broken = (await owner.ok('POST', `/identities/${id}/break-glass`, { reason: 'fire' })).session.id;
  await owner.ok('POST', `/sessions/${broken}/checkin`);
  await fixture.people.manager.ok('POST', `/sessions/${broken}/review`, { note: 'seen' });
  await until('the review', async () => (await titles(id)).includes('Break-glass reviewed'));
  const told = await timeline(id);
  expect(told.filter(({ breakGlass }) => breakGlass === true)).toMatchObject([
    { title: 'Checked out', reason: 'fire' },
  ]);
  expect(told.filter(({ title }) => title === 'Session ends sooner')).toMatchObject([
    { userEmail: fixture.people.groupUser.email },
  ]);
  expect(told.filter(({ title }) => title === 'Checked out')).toHaveLength(3);
});
