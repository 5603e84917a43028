import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newWorld, type World } from '../support/house/world';

/** § Concurrent checkout rules: editing settings affects the next checkout, never an open one. */
let house: RunningHouse;
let world: World;
beforeAll(async () => {
  house = await runningHouse();
  world = await newWorld(house);
});
afterAll(() => house.end());

const checkOut = (as: 'user' | 'groupUser', id: string) =>
  world.people[as].post(`/identities/${id}/checkout`, { reason: 'month end', durationMinutes: 30 });

test('an edit lifts no exclusivity that somebody holds, for checkout and reveal alike', async () => {
  const { id } = await world.newIdentity();
  const { body: first } = await checkOut('user', id);
  await world.owner.ok('PATCH', `/identities/${id}`, { allowConcurrentCheckout: true, maxConcurrentSessions: 5 });
  expect((await checkOut('groupUser', id)).body).toMatchObject({ status: 409, code: 'ALREADY_CHECKED_OUT' });
  expect((await world.people.revealer.post(`/identities/${id}/reveal`)).body).toMatchObject({
    status: 409,
    code: 'ALREADY_CHECKED_OUT',
  });
  await world.people.user.ok('POST', `/sessions/${first.session.id}/checkin`);
  expect((await checkOut('user', id)).status).toBe(201);
  expect((await checkOut('groupUser', id)).status).toBe(201);
});

test('a raised maximum lets more in beside those who share it, a lowered one ends nobody', async () => {
  const { id } = await world.newIdentity({ allowConcurrentCheckout: true, maxConcurrentSessions: 1 });
  expect((await checkOut('user', id)).status).toBe(201);
  const full = { status: 409, code: 'MAX_SESSIONS_REACHED', maxConcurrentSessions: 1 };
  expect((await checkOut('groupUser', id)).body).toMatchObject(full);
  await world.owner.ok('PATCH', `/identities/${id}`, { maxConcurrentSessions: 2 });
  expect((await checkOut('groupUser', id)).status).toBe(201);
  await world.owner.ok('PATCH', `/identities/${id}`, { maxConcurrentSessions: 1 });
  expect((await world.owner.ok('GET', `/identities/${id}`)).activeSessions).toBe(2);
  expect((await checkOut('user', id)).body).toMatchObject(full);
});
