import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** § Checking out credentials: checkin, extension, expiry, force, and the loss of what allowed the session. */
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

const checkOut = async (who: Client, durationMinutes = 30, settings: object = {}) => {
  const { id } = await fixture.newIdentity(settings);
  const { session } = await who.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes });
  return { id, sessionId: session.id as string };
};
const act = (who: Client, sessionId: string, what: string, body?: object) =>
  who.post(`/sessions/${sessionId}/${what}`, body);
const extend = (who: Client, sessionId: string, durationMinutes: number) =>
  act(who, sessionId, 'extend', { durationMinutes, reason: 'not done yet' });
const facts = async (id: string): Promise<{ type: string; data: Record<string, unknown> }[]> =>
  (await owner.ok('GET', `/streams/identity-${id}`)).items;
const typesOf = async (id: string) => (await facts(id)).map(({ type }) => type.replace(/^keyledger\.|\.v1$/g, ''));

test.each([[''], ['?purge=true']])(
  'a session that has ended is ended after its identity is deleted (%s)',
  async (how) => {
    const { id, sessionId } = await checkOut(user);
    // The name of what is purged is forgotten as soon as read models have heard of it.
    const { identityName, ...ended } = (await act(user, sessionId, 'checkin')).body;
    expect(identityName).toBeDefined();
    await owner.ok('DELETE', `/identities/${id}${how}`);
    for (const who of [manager, owner]) {
      const again = await act(who, sessionId, 'force-checkin', { reason: 'late' });
      expect(again.body).toMatchObject({ status: 409, code: 'CONFLICT', detail: 'The session has ended already.' });
    }
    const { body } = await act(fixture.people.stranger, sessionId, 'force-checkin', { reason: 'late' });
    expect(body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await act(user, sessionId, 'force-checkin', { reason: 'late' })).body.code).toBe('PERMISSION_DENIED');
    expect((await extend(user, sessionId, 5)).body.code).toBe('CONFLICT');
    expect((await act(user, sessionId, 'checkin')).body).toMatchObject(ended);
  },
);

describe('checkin', () => {
  test('by the holder, and a repetition answers the same', async () => {
    const { id, sessionId } = await checkOut(user);
    clock.pass(2);
    const answer = await act(user, sessionId, 'checkin');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'ended', endedBy: 'checkin', endedAt: clock.in(0) });
    clock.pass(2);
    expect((await act(user, sessionId, 'checkin')).body).toEqual(answer.body);
    expect(await typesOf(id)).toEqual(['identity-created', 'identity-checked-out', 'identity-checked-in']);
    expect((await user.post(`/identities/${id}/checkout`, { reason: 'again', durationMinutes: 5 })).status).toBe(201);
  });

  test('by nobody else; a session that does not exist is not found', async () => {
    const { sessionId } = await checkOut(user);
    expect((await act(fixture.people.groupUser, sessionId, 'checkin')).body.code).toBe('PERMISSION_DENIED');
    expect((await act(owner, sessionId, 'checkin')).body.code).toBe('PERMISSION_DENIED');
    expect((await act(fixture.people.stranger, sessionId, 'checkin')).body.code).toBe('NOT_FOUND');
    for (const unknown of ['nothing', `${sessionId}x`]) {
      expect((await act(user, unknown, 'checkin')).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
  });
});

describe('force checkin', () => {
  test('by a manager with a reason; the value then always rotates', async () => {
    const { id, sessionId } = await checkOut(user);
    expect((await act(user, sessionId, 'force-checkin', { reason: 'mine' })).body.code).toBe('PERMISSION_DENIED');
    expect((await act(manager, sessionId, 'force-checkin', {})).body.code).toBe('VALIDATION_FAILED');
    const answer = await act(manager, sessionId, 'force-checkin', { reason: 'holiday' });
    expect(answer.body).toMatchObject({ status: 'ended', endedBy: 'force' });
    await until('the new value', async () => (await typesOf(id)).includes('rotation-confirmed'));
    expect((await facts(id)).slice(2).map(({ data }) => data)).toEqual([
      expect.objectContaining({ sessionId, endedBy: 'force', reason: 'holiday' }),
      expect.objectContaining({ trigger: 'force_checkin', mode: 'vault' }),
      expect.objectContaining({ version: 2, vaultOnly: true }),
    ]);
    expect((await act(manager, sessionId, 'force-checkin', { reason: 'again' })).body.code).toBe('CONFLICT');
    expect((await act(user, sessionId, 'checkin')).body).toMatchObject({ endedBy: 'force' });
  });
});

describe('extend', () => {
  test('adds minutes to the present end, up to 1440 in all', async () => {
    const { sessionId } = await checkOut(user, 1000);
    clock.pass(10);
    const answer = await extend(user, sessionId, 430);
    expect([answer.status, answer.body.expiresAt]).toEqual([200, clock.in(1420)]);
    expect((await extend(user, sessionId, 11)).body).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'durationMinutes' }],
    });
    expect((await extend(user, sessionId, 10)).body.expiresAt).toBe(clock.in(1430));
  });

  test('only by the holder, only while it is open, and with a new reason', async () => {
    const { id, sessionId } = await checkOut(user);
    expect((await extend(manager, sessionId, 5)).body.code).toBe('PERMISSION_DENIED');
    expect((await act(user, sessionId, 'extend', { durationMinutes: 5 })).body.errors).toMatchObject([
      { field: 'reason' },
    ]);
    await extend(user, sessionId, 5);
    expect((await facts(id)).at(-1)?.data).toMatchObject({ sessionId, reason: 'not done yet', durationMinutes: 5 });
    clock.pass(35);
    expect((await extend(user, sessionId, 5)).body).toMatchObject({ status: 409, code: 'CONFLICT' });
  });

  test('is shortened to the end of the grant', async () => {
    const grant = { principalType: 'user', principalId: fixture.idpUserIds['viewer'], level: 'checkout' };
    const path = `/identity-groups/${fixture.vaultId}/access`;
    const { id } = await owner.ok('POST', path, { ...grant, expiresAt: clock.in(45) });
    const { sessionId } = await checkOut(fixture.people.viewer);
    expect((await extend(fixture.people.viewer, sessionId, 60)).body.expiresAt).toBe(clock.in(45));
    await owner.ok('DELETE', `${path}/${id}`);
  });
});

describe('expiry', () => {
  test('from its end on a session is over for every decision, and within 5 s for every eye', async () => {
    const { id, sessionId } = await checkOut(user, 5);
    clock.pass(5);
    expect(await user.ok('GET', `/sessions/${sessionId}`)).toMatchObject({ status: 'ended', endedBy: 'expiry' });
    expect((await manager.ok('GET', `/identities/${id}`)).activeSessions).toBe(0);
    await until('the fact', async () => (await typesOf(id)).includes('identity-checked-in'), 5000);
    expect((await facts(id)).at(-1)?.data).toMatchObject({ sessionId, endedBy: 'expiry', endedAt: clock.in(0) });
  });

  test('whoever comes at that very moment gets it, and a late checkin finds it expired', async () => {
    const { id, sessionId } = await checkOut(user, 5);
    clock.pass(5);
    const next = await fixture.people.groupUser.post(`/identities/${id}/checkout`, { reason: 'x', durationMinutes: 5 });
    expect(next.status).toBe(201);
    expect((await act(user, sessionId, 'checkin')).body).toMatchObject({ endedBy: 'expiry', endedAt: clock.in(0) });
  });

  test('counts as a checkin: what rotates after use, rotates', async () => {
    const { id } = await checkOut(user, 5, { rotateAfterUse: true });
    clock.pass(6);
    await application.policies.round();
    await until('the new value', async () => (await typesOf(id)).includes('rotation-confirmed'));
    expect((await facts(id)).at(-2)?.data).toMatchObject({ trigger: 'after_use' });
  });

  test('of a grant ends the session by expiry, without rotation', async () => {
    const grant = { principalType: 'user', principalId: fixture.idpUserIds['viewer'], level: 'checkout' };
    await owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, { ...grant, expiresAt: clock.in(4) });
    const { id } = await checkOut(fixture.people.viewer);
    clock.pass(4);
    await application.policies.round();
    expect((await facts(id)).at(-1)?.data).toMatchObject({ endedBy: 'expiry' });
  });
});
