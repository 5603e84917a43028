import { ANY } from '../../src/kernel/expected-revision';
import type { FactClassifier } from '../../src/kernel/facts/fact-classifier';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

const POLICY = 'end-session-when-its-basis-is-lost';
const PATH = '/operations/policies';
let now = Date.parse('2026-03-01T09:00:00.000Z');
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication({ clock: { now: () => now } });
  fixture = await newFixture(application);
});
afterAll(() => application.end());

interface Policy {
  readonly name: string;
  readonly failures: number;
  readonly parked: readonly { readonly eventId: string }[];
}
const policyNow = async (): Promise<Policy> => {
  const { items } = await fixture.owner.ok('GET', PATH);
  return items.find(({ name }: Policy) => name === POLICY);
};
const ready = async () => (await fetch(`${application.url}/health/ready`)).json() as Promise<Record<string, unknown>>;

/** What ends a session is lost while its identity's stream can't be read: the policy that must end it can't. */
const poison = async (): Promise<{ eventId: string; stream: string }> => {
  const { owner, people, vaultId, grantIds } = fixture;
  const { id } = await fixture.newIdentity();
  const body = { reason: 'a look at the logs', durationMinutes: 60 };
  expect((await people.user.post(`/identities/${id}/checkout`, body)).status).toBe(201);
  const { eventStore, ids } = application.adapters;
  const { judge } = eventStore as unknown as { judge: FactClassifier };
  const letPass = jest.spyOn(judge, 'assertReadable').mockImplementation(() => undefined);
  const metadata = {
    actor: { kind: 'policy', name: 'x' },
    time: new Date(now).toISOString(),
    correlationId: 'c',
  } as const;
  const unknown = { id: ids.next(), type: 'keyledger.identity-moved.v9', data: { identityId: id }, metadata };
  await eventStore.append(`identity-${id}`, ANY, [unknown]);
  letPass.mockRestore();
  expect((await owner.delete(`/identity-groups/${vaultId}/access/${grantIds['user']}`)).status).toBe(204);
  const [revoked] = await eventStore.readStream(`vaultAccess-${vaultId}`, { direction: 'backwards', limit: 1 });
  return { eventId: revoked?.id ?? '', stream: `vaultAccess-${vaultId}` };
};

describeEmbedded('what a policy can not act on', () => {
  test('a poison event is parked as critical, seen by owners alone, kept through a restart, retried and dismissed', async () => {
    const before = (await policyNow()).failures;
    const { eventId, stream } = await poison();
    await until('five tries', async () => (await policyNow()).failures >= before + 5, 20_000);
    now += 5 * 60_000;
    await until('it to be parked', async () => (await policyNow()).parked.length === 1, 20_000);
    expect((await policyNow()).parked).toEqual([
      expect.objectContaining({
        eventId,
        critical: true,
        stream,
        type: 'keyledger.grant-revoked.v1',
      }),
    ]);
    expect(await ready()).toMatchObject({
      ready: true,
      degraded: true,
      reasons: [expect.stringContaining('critical')],
    });
    const metrics = await (await fetch(`${application.url}/metrics`)).text();
    expect(metrics).toContain(`keyledger_policy_parked_critical_events{policy="${POLICY}"} 1`);

    const event = `${PATH}/${POLICY}/parked/${eventId}`;
    for (const person of [fixture.people.admin, fixture.people.manager, fixture.people.stranger]) {
      expect((await person.send('GET', PATH)).status).toBe(403);
      expect((await person.post(`${event}/retry`)).status).toBe(403);
      expect((await person.post(`${event}/dismiss`, { reason: 'mine' })).status).toBe(403);
    }
    application = await application.restart();
    fixture = { ...fixture, owner: await application.as('owner@example.com') };
    expect((await policyNow()).parked).toMatchObject([{ eventId }]);

    expect((await fixture.owner.post(`${PATH}/nothing/parked/${eventId}/retry`)).body).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await fixture.owner.post(`${PATH}/${POLICY}/parked/nothing/retry`)).body).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await fixture.owner.post(`${event}/dismiss`, {})).body).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await fixture.owner.post(`${event}/retry`)).toMatchObject({
      status: 202,
      body: { policy: POLICY, eventId },
    });
    expect((await fixture.owner.post(`${event}/dismiss`, { reason: 'Never was a session.' })).status).toBe(204);
    await until('it to be gone', async () => (await policyNow()).parked.length === 0);
    expect((await fixture.owner.post(`${event}/dismiss`, { reason: 'Again.' })).body).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await ready()).not.toHaveProperty('degraded');
    const told = await application.adapters.eventStore.readStream(`policy-${POLICY}`, { limit: 100 });
    expect(told.at(-1)).toMatchObject({
      type: 'keyledger.policy-event-dismissed.v1',
      data: { reason: 'Never was a session.' },
      metadata: { actor: { kind: 'user' } },
    });
  });
});
