import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Concurrent checkout rules: editing settings affects the next checkout, never an open one. */
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const checkOut = (as: 'user' | 'groupUser', id: string) =>
  fixture.people[as].post(`/identities/${id}/checkout`, { reason: 'month end', durationMinutes: 30 });

test('an edit lifts no exclusivity that somebody holds, for checkout and reveal alike', async () => {
  const { id } = await fixture.newIdentity();
  const { body: first } = await checkOut('user', id);
  await fixture.owner.ok('PATCH', `/identities/${id}`, { allowConcurrentCheckout: true, maxConcurrentSessions: 5 });
  expect((await checkOut('groupUser', id)).body).toMatchObject({ status: 409, code: 'ALREADY_CHECKED_OUT' });
  expect((await fixture.people.revealer.post(`/identities/${id}/reveal`)).body).toMatchObject({
    status: 409,
    code: 'ALREADY_CHECKED_OUT',
  });
  await fixture.people.user.ok('POST', `/sessions/${first.session.id}/checkin`);
  expect((await checkOut('user', id)).status).toBe(201);
  expect((await checkOut('groupUser', id)).status).toBe(201);
});

test('a raised maximum lets more in beside those who share it, a lowered one ends nobody', async () => {
  const { id } = await fixture.newIdentity({ allowConcurrentCheckout: true, maxConcurrentSessions: 1 });
  expect((await checkOut('user', id)).status).toBe(201);
  const full = { status: 409, code: 'MAX_SESSIONS_REACHED', maxConcurrentSessions: 1 };
  expect((await checkOut('groupUser', id)).body).toMatchObject(full);
  await fixture.owner.ok('PATCH', `/identities/${id}`, { maxConcurrentSessions: 2 });
  expect((await checkOut('groupUser', id)).status).toBe(201);
  await fixture.owner.ok('PATCH', `/identities/${id}`, { maxConcurrentSessions: 1 });
  expect((await fixture.owner.ok('GET', `/identities/${id}`)).activeSessions).toBe(2);
  expect((await checkOut('user', id)).body).toMatchObject(full);
});
