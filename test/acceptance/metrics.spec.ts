import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { until } from '../support/until';
import { newWorld, type World } from '../support/house/world';

let house: RunningHouse;
let world: World;
beforeAll(async () => {
  house = await runningHouse();
  world = await newWorld(house);
});
afterAll(() => house.end());

const metric = async (name: string): Promise<number> => {
  const { text } = await world.owner.get('//metrics');
  const line = text.split('\n').find((each) => each.startsWith(name));
  return Number(line?.split(' ').at(-1));
};

test('what operators watch moves with what happens', async () => {
  const before = await metric('keyledger_event_appends_total');
  const { id } = await world.newIdentity();
  expect(await metric('keyledger_event_appends_total')).toBeGreaterThan(before);
  expect(await metric('keyledger_event_commit_appends_count')).toBeGreaterThan(0);
  const { session } = await world.owner.ok('POST', `/identities/${id}/checkout`, { reason: 'x', durationMinutes: 5 });
  await until('one session', async () => (await metric('keyledger_active_sessions')) === 1);
  await world.owner.ok('POST', `/sessions/${session.id}/checkin`);
  await until('no session', async () => (await metric('keyledger_active_sessions')) === 0);
  expect(await metric('keyledger_overdue_deadlines')).toBe(0);
  await until('no lag', async () => (await metric('keyledger_projection_lag_events{projection="sessions"}')) === 0);
});

test('readiness tells each part', async () => {
  const { status, body } = await world.owner.get('//health/ready');
  expect(status).toBe(200);
  expect(body).toMatchObject({ ready: true, parts: { audit_trail: { state: 'running' } } });
});
