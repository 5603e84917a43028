import type { Json } from '../support/json';
import { raceEmergency, servedTooLate } from '../support/application/emergency-race';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newSupportFixture, type SupportFixture } from '../support/application/support-fixture';
import { until } from '../support/until';

/** § Emergency disable, against a hundred checkouts that are under way. */
let application: RunningApplication;
let fixture: SupportFixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newSupportFixture(application);
});
afterAll(() => application.end());

const factsOf = async (id: string): Promise<Json[]> => (await fixture.owner.ok('GET', `/streams/identity-${id}`)).items;
const count = (facts: readonly Json[], noun: string) =>
  facts.filter(({ type }) => type === `keyledger.${noun}.v1`).length;

test('none starts after the answer; whatever began is ended and rotated', async () => {
  const ids = await Promise.all(Array.from({ length: 100 }, async () => (await fixture.newIdentity()).id));
  await fixture.set(fixture.organizationId, true);
  const outcome = await raceEmergency([fixture.support], fixture.owner, ids);
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
  await fixture.set(fixture.organizationId, true);
  const path = `/audit/export?format=jsonl&organizationId=${fixture.organizationId}`;
  const url = `${application.url}/api/v1${path}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${fixture.support.token}` } });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  expect((await reader.read()).done).toBe(false);
  const { value } = (await fixture.newIdentity()) as { value: string };
  expect(value).not.toBe('');
  await fixture.owner.ok('POST', '/support-access/emergency-disable', { reason: 'x' });
  expect((await fixture.support.get(path)).body.code).toBe('SUPPORT_ACCESS_OFF');
  await reader.cancel();
});
