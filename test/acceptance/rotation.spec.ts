import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** § Password rotation, as far as it needs no agent. */
const DAY = 24 * 60;
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
let user: Client;
let manager: Client;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  ({ user, manager, owner } = fixture.people);
});
afterAll(() => application.end());

const rotate = (id: string) => manager.post(`/identities/${id}/rotate`);
const rotationOf = (id: string) => manager.ok('GET', `/identities/${id}/rotation`);
const identityOf = (id: string) => manager.ok('GET', `/identities/${id}`);
const valueOf = async (id: string) => (await owner.ok('POST', `/identities/${id}/reveal`)).credential.value;
const rotated = (id: string, version = 2) =>
  until('the new value', async () => (await identityOf(id)).credentialVersion === version);
const checkOut = async (who: Client, id: string) =>
  (await who.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 })).session.id;
const checkIn = (who: Client, sessionId: string) => who.ok('POST', `/sessions/${sessionId}/checkin`);
const triggers = async (id: string): Promise<string[]> =>
  (await owner.ok('GET', `/streams/identity-${id}`)).items
    .filter(({ type }: { type: string }) => type === 'keyledger.rotation-requested.v1')
    .map(({ data }: { data: { trigger: string } }) => data.trigger);

test('by hand, in the vault alone: pending, then confirmed with a new random password', async () => {
  const { id, value } = await fixture.newIdentity();
  expect(await rotationOf(id)).toMatchObject({ status: 'none', hosts: [] });
  const answer = await rotate(id);
  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({ trigger: 'manual', startedAt: clock.in(0), vaultOnly: true });
  expect(['pending', 'confirmed']).toContain(answer.body.status);
  await rotated(id);
  expect(await rotationOf(id)).toMatchObject({ status: 'confirmed', vaultOnly: true, trigger: 'manual', hosts: [] });
  expect(await identityOf(id)).toMatchObject({
    rotation: { status: 'confirmed', vaultOnly: true },
    lastRotatedAt: clock.in(0),
  });
  const fresh = await valueOf(id);
  expect(fresh).not.toBe(value);
  expect(fresh).toMatch(/^[A-Za-z0-9][A-Za-z0-9\-_.~]{22}[A-Za-z0-9]$/);
});

test('the replaced value is kept until a manager says it is dead, and can be restored', async () => {
  const { id, value } = await fixture.newIdentity();
  await rotate(id);
  await rotated(id);
  expect((await manager.ok('GET', `/identities/${id}/history`)).items).toEqual([
    { version: 1, retiredAt: clock.in(0), retiredBy: 'by a person', restorable: true },
  ]);
  clock.pass(30 * DAY);
  await application.policies.round();
  expect((await manager.post(`/identities/${id}/versions/1/restore`)).status).toBe(204);
  expect(await valueOf(id)).toBe(value);
  expect((await manager.post(`/identities/${id}/versions/2/discard`)).status).toBe(204);
  expect(await application.adapters.materialStore.versions(id)).toEqual([1, 3]);
});

test('not while it is checked out, and one at a time', async () => {
  const { id } = await fixture.newIdentity();
  const sessionId = await checkOut(user, id);
  expect((await rotate(id)).body).toMatchObject({ status: 409, code: 'CHECKED_OUT' });
  await checkIn(user, sessionId);
  const answers = await Promise.all(Array.from({ length: 4 }, () => rotate(id)));
  expect(answers.filter(({ status }) => status === 202).length).toBeGreaterThanOrEqual(1);
  for (const { status, body, headers } of answers.filter((answer) => answer.status !== 202)) {
    expect([status, body.code, headers.get('retry-after')]).toEqual([409, 'ROTATION_IN_PROGRESS', '5']);
  }
});

test('a session that time has ended does not stand in the way', async () => {
  const { id } = await fixture.newIdentity();
  await checkOut(user, id);
  clock.pass(30);
  expect((await rotate(id)).status).toBe(202);
});

test('after use: at the checkin; what was seen is worth nothing then', async () => {
  const { id, value } = await fixture.newIdentity({ rotateAfterUse: true });
  await checkIn(user, await checkOut(user, id));
  await rotated(id);
  expect(await triggers(id)).toEqual(['after_use']);
  expect(await valueOf(id)).not.toBe(value);
});

test('after use, with other sessions open: at the last checkin, and nobody new until then', async () => {
  const { id } = await fixture.newIdentity({ rotateAfterUse: true, allowConcurrentCheckout: true });
  const [first, second] = [await checkOut(user, id), await checkOut(fixture.people.groupUser, id)];
  await checkIn(user, first);
  const refused = await user.post(`/identities/${id}/checkout`, { reason: 'more', durationMinutes: 5 });
  expect(refused.body).toMatchObject({ status: 409, code: 'ROTATION_IN_PROGRESS' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await triggers(id)).toEqual([]);
  const explained = async () => (await user.ok('GET', `/identities/${id}/rotation`)).explanation;
  expect(await explained()).toContain('once the last open session ends');
  await checkIn(fixture.people.groupUser, second);
  await rotated(id);
  expect(await triggers(id)).toEqual(['after_use']);
  expect(await explained()).not.toContain('open session');
  await checkOut(user, id);
});

test('on schedule: when the interval since the last confirmation is over, once, however late', async () => {
  const { id } = await fixture.newIdentity({ rotationIntervalDays: 30 });
  expect((await identityOf(id)).nextRotationAt).toBe(clock.in(30 * DAY));
  clock.pass(30 * DAY - 1);
  await application.policies.round();
  expect((await identityOf(id)).credentialVersion).toBe(1);
  clock.pass(100 * DAY);
  await application.policies.round();
  await rotated(id);
  await application.policies.round();
  expect(await triggers(id)).toEqual(['schedule']);
  expect(await identityOf(id)).toMatchObject({ credentialVersion: 2, nextRotationAt: clock.in(30 * DAY) });
});

test('due while checked out: at the last checkin', async () => {
  const { id } = await fixture.newIdentity({ rotationIntervalDays: 1 });
  clock.pass(DAY - 5);
  const sessionId = await checkOut(user, id);
  clock.pass(10);
  await application.policies.round();
  expect(await triggers(id)).toEqual([]);
  await checkIn(user, sessionId);
  await rotated(id);
  expect(await triggers(id)).toEqual(['schedule']);
});

test.each(['ssh_key', 'api_key', 'certificate', 'other'])(
  'without a connector a value of type %s is never overwritten: a person is reminded, and answers by pasting one',
  async (credentialType) => {
    const { id, value } = await fixture.newIdentity({ credentialType, connector: null });
    await rotate(id);
    expect(await rotationOf(id)).toMatchObject({
      status: 'pending',
      vaultOnly: false,
      explanation: 'Waiting for a person: change the value at its target, then set it here.',
    });
    expect((await identityOf(id)).rotation).toMatchObject({ status: 'pending', detail: 'manual' });
    expect((await rotate(id)).body.code).toBe('ROTATION_IN_PROGRESS');
    expect(await valueOf(id)).toBe(value);
    await checkIn(user, await checkOut(user, id));
    await manager.ok('PUT', `/identities/${id}/credential`, { credential: 'pasted' });
    expect((await identityOf(id)).rotation.status).not.toBe('pending');
    expect(await valueOf(id)).toBe('pasted');
  },
);

test('on hosts it stays pending and says why; the present value is served meanwhile', async () => {
  const { id: hostId } = await owner.ok('POST', '/hosts', { name: 'db-7', organizationId: fixture.organizationId });
  const { id, value } = await fixture.newIdentity({ hostIds: [hostId] });
  expect((await rotate(id)).status).toBe(202);
  const rotation = await rotationOf(id);
  expect(rotation).toMatchObject({
    status: 'pending',
    vaultOnly: false,
    hosts: [{ hostId, hostName: 'db-7', state: 'queued', version: 1, since: clock.in(0) }],
  });
  expect(rotation.explanation).toContain('no agent on');
  expect(rotation.hosts[0].explanation).toContain('no agent on host db-7');
  expect(await valueOf(id)).toBe(value);
  await checkIn(user, await checkOut(user, id));
  expect((await manager.put(`/identities/${id}/credential`, { credential: 'by hand' })).status).toBe(204);
});

test('failed three times in a row it is suspended until a person acts; the date does not move', async () => {
  const { id, value } = await fixture.newIdentity({ rotationIntervalDays: 1 });
  const due = clock.in(DAY);
  const { materialStore } = application.adapters;
  const stored = await materialStore.get(id, 1);
  if (stored === undefined) throw new Error('nothing is stored');
  await materialStore.replace({ ...stored, box: stored.box.map((byte, i) => (i === 20 ? byte ^ 1 : byte)) }, 1);
  clock.pass(DAY);
  for (const failures of [1, 2, 3]) {
    await application.policies.round();
    await until('the failure', async () => (await triggers(id)).length === failures);
    await until('its end', async () => (await identityOf(id)).rotation.status !== 'pending');
    expect(await identityOf(id)).toMatchObject({
      credentialVersion: 1,
      nextRotationAt: due,
      rotation: { status: failures < 3 ? 'failed' : 'suspended' },
    });
    clock.pass(DAY);
  }
  await application.policies.round();
  expect(await triggers(id)).toHaveLength(3);
  await materialStore.replace(stored, 1);
  expect(await valueOf(id)).toBe(value);
  expect((await rotate(id)).status).toBe(202);
  await rotated(id);
  expect(await identityOf(id)).toMatchObject({ rotation: { status: 'confirmed' } });
});
