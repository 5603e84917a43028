import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** What waits for a person is a figure, so that somebody is told who looks at no inbox. */
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const figure = async (name: string): Promise<number> => {
  const text = await (await fetch(`${application.url}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1],
  );
};
const becomes = (name: string, value: number) =>
  until(`${name} to be ${value}`, async () => (await figure(name)) === value);

const REVIEWS = 'keyledger_waiting_reminders{about="review"}';
const VALUES = 'keyledger_waiting_reminders{about="value"}';
const SUSPENDED = 'keyledger_suspended_identities';

test('a broken glass waits for its review from the end of its session', async () => {
  const { owner, people } = fixture;
  const { id } = await fixture.newIdentity();
  const reason = { reason: 'the shop is down' };
  const { session } = await owner.ok('POST', `/identities/${id}/break-glass`, reason);
  expect(await figure(REVIEWS)).toBe(0);
  await owner.ok('POST', `/sessions/${session.id}/checkin`);
  await becomes(REVIEWS, 1);
  await people.admin.ok('POST', `/sessions/${session.id}/review`, { note: 'looked at the log' });
  await becomes(REVIEWS, 0);
});

test('a value that nobody but a person can set waits until it is there, or the identity is gone', async () => {
  const { manager } = fixture.people;
  const awaited = { credentialType: 'api_key', connector: null };
  const [one, other] = [await fixture.newIdentity(awaited), await fixture.newIdentity(awaited)];
  await manager.post(`/identities/${one.id}/rotate`);
  await manager.post(`/identities/${other.id}/rotate`);
  await becomes(VALUES, 2);
  await manager.ok('PUT', `/identities/${one.id}/credential`, { credential: 'pasted' });
  await becomes(VALUES, 1);
  await manager.ok('DELETE', `/identities/${other.id}`);
  await becomes(VALUES, 0);
});

test('an identity whose rotation fails again and again is counted once it is suspended', async () => {
  const DAY = 24 * 60;
  const { owner, people } = fixture;
  const { id } = await fixture.newIdentity({ rotationIntervalDays: 1 });
  const { materialStore } = application.adapters;
  const stored = await materialStore.get(id, 1);
  if (stored === undefined) throw new Error('nothing is stored');
  await materialStore.replace({ ...stored, box: stored.box.map((byte, i) => (i === 20 ? byte ^ 1 : byte)) }, 1);
  const statusIs = async (status: string) => (await owner.ok('GET', `/identities/${id}`)).rotation.status === status;
  for (const status of ['failed', 'failed', 'suspended']) {
    expect(await figure(SUSPENDED)).toBe(0);
    clock.pass(DAY);
    const before = (await owner.ok('GET', `/streams/identity-${id}`)).items.length;
    await application.policies.round();
    await until('another try', async () => (await owner.ok('GET', `/streams/identity-${id}`)).items.length > before);
    await until('its end', () => statusIs(status));
  }
  await becomes(SUSPENDED, 1);
  expect((await owner.ok('GET', `/identities/${id}`)).attention).toBeUndefined();
  await materialStore.replace(stored, 1);
  await people.manager.post(`/identities/${id}/rotate`);
  await becomes(SUSPENDED, 0);
});
