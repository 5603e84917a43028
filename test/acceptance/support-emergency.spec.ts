import type { Json } from '../support/json';
import { raceEmergency, servedTooLate } from '../support/house/emergency-race';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newSupportWorld, type SupportWorld } from '../support/house/support-world';
import { until } from '../support/until';

/** § Emergency disable, against a hundred checkouts that are under way. */
let house: RunningHouse;
let world: SupportWorld;
beforeAll(async () => {
  house = await runningHouse();
  world = await newSupportWorld(house);
});
afterAll(() => house.end());

const factsOf = async (id: string): Promise<Json[]> => (await world.owner.ok('GET', `/streams/identity-${id}`)).items;
const count = (facts: readonly Json[], noun: string) =>
  facts.filter(({ type }) => type === `keyledger.${noun}.v1`).length;

test('none starts after the answer; whatever began is ended and rotated', async () => {
  const ids = await Promise.all(Array.from({ length: 100 }, async () => (await world.newIdentity()).id));
  await world.set(world.organizationId, true);
  const outcome = await raceEmergency([world.support], world.owner, ids);
  expect(servedTooLate(outcome)).toEqual([]);
  const codes = new Set(outcome.raced.map(({ answer }) => (answer.status < 300 ? 'served' : answer.body.code)));
  expect([...codes].filter((code) => code !== 'served' && code !== 'SUPPORT_ACCESS_OFF')).toEqual([]);
  for (const id of ids) {
    await until('the end', async () => {
      const facts = await factsOf(id);
      const begun = count(facts, 'identity-checked-out');
      return count(facts, 'identity-checked-in') === begun && count(facts, 'rotation-confirmed') === begun;
    });
    const ends = (await factsOf(id)).filter(({ type }) => type === 'keyledger.identity-checked-in.v1');
    expect(ends.map(({ data }) => data.endedBy).filter((by) => by !== 'support_disabled')).toEqual([]);
  }
}, 120_000);

test('an export that is under way ends where support is shut out', async () => {
  await world.set(world.organizationId, true);
  const path = `/audit/export?format=jsonl&organizationId=${world.organizationId}`;
  const url = `${house.url}/api/v1${path}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${world.support.token}` } });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  expect((await reader.read()).done).toBe(false);
  const { value } = (await world.newIdentity()) as { value: string };
  expect(value).not.toBe('');
  await world.owner.ok('POST', '/support-access/emergency-disable', { reason: 'x' });
  expect((await world.support.get(path)).body.code).toBe('SUPPORT_ACCESS_OFF');
  await reader.cancel();
});
