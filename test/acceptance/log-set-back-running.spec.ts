import { copyFileSync, writeFileSync } from 'node:fs';
import { PROJECTIONS } from '../../projections/catalog';
import { applicationOnDouble } from '../support/application/application-on-double';
import type { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { onEngines } from '../support/application/engines';
import type { RunningApplication } from '../support/application/running-application';
import { ScriptedAgent } from '../support/application/scripted-agent';
import type { Fixture } from '../support/application/fixture';
import type { Json } from '../support/json';
import { until } from '../support/until';

const TIMEOUT_MS = 30_000;

/** An application of its own on an EventStoreDB that is set back while it runs: it goes on without a restart. */
(onEngines ? describe.skip : describe)('a log that is put back under a running server', () => {
  let double: EventStoreDouble;
  let application: RunningApplication;
  let fixture: Fixture;

  beforeEach(async () => {
    ({ double, application, fixture } = await applicationOnDouble());
  }, 60_000);
  afterEach(async () => {
    await application.end();
    await double.end();
  });

  const copy = () => `${double.logPath}.older`;
  const keep = () => copyFileSync(double.logPath, copy());
  const putBack = async (work: () => void) => {
    await double.kill();
    work();
    await double.restart();
  };
  const facts = async (stream: string) =>
    (await application.adapters.eventStore.readStream(stream, { limit: 500 })).map(({ type }) => type);
  const NAMES = PROJECTIONS.map(({ schema }) => schema.name);
  /** Waits in one question for all of them: asked again and again, a server that rebuilds everything has no time for that. */
  const current = async () => {
    await application.projections.waitFor(NAMES, await application.projections.head(), 5000);
    const statuses = await application.projections.status();
    return statuses.every(({ current: is, state }) => is && state === 'running');
  };
  const checkOut = (id: string, headers = {}) =>
    fixture.people.user.post(`/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 }, headers);
  const kinds = async () => (await fixture.owner.ok('GET', '/operations/damage')).items.map(({ kind }: Json) => kind);

  test('decisions, lists, sessions, remembered requests and jobs are what the older log says', async () => {
    const agent = await ScriptedAgent.onNewHost(application, fixture.owner, fixture.organizationId, 'web-1');
    const onHost = await fixture.newIdentity({ hostIds: [agent.hostId] });
    const held = await fixture.newIdentity();
    const open = (await checkOut(held.id)).body.session;
    await until('everything to be known', current, TIMEOUT_MS);
    keep();

    // All of this is lost: what it took stands again, what it gave is nowhere.
    await fixture.owner.ok('DELETE', `/identity-groups/${fixture.vaultId}/access/${fixture.grantIds['user']}`);
    await until('the session to be ended', async () =>
      (await facts(`identity-${held.id}`)).includes('keyledger.identity-checked-in.v1'),
    );
    const key = { 'idempotency-key': 'lost-time-1' };
    const ghost = await fixture.owner.send(
      'POST',
      '/identity-groups',
      { name: 'Ghost', organizationId: fixture.organizationId },
      key,
    );
    await fixture.owner.ok('POST', `/identities/${onHost.id}/rotate`);
    const leased = await agent.poll();
    expect(leased.body.jobs ?? leased.body).toBeDefined();
    await until('everything to be known', current, TIMEOUT_MS);
    await putBack(() => copyFileSync(copy(), double.logPath));

    await until('it to be told', async () => (await facts('logHistory').catch(() => [])).length > 0, TIMEOUT_MS);
    await until('the lists to be current', () => current().catch(() => false), TIMEOUT_MS);
    expect((await fixture.owner.ok('GET', '/identity-groups')).items.map(({ name }: Json) => name)).toEqual([
      'Production',
    ]);
    // The audit trail tells it when it has found its own place gone, which may be after all others have.
    await until('what is lost to be told', async () => (await kinds()).includes('lost'), TIMEOUT_MS);
    // Decided from the older log: the grant stands, the session is open.
    expect((await fixture.people.user.get(`/sessions/${open.id}`)).body).toMatchObject({ status: 'active' });
    const again = await fixture.newIdentity();
    expect((await checkOut(again.id)).status).toBe(201);
    // What was remembered of a request whose facts are gone is not told as done: it is done anew.
    const asked = { name: 'Ghost', organizationId: fixture.organizationId };
    const repeat = () => fixture.owner.send('POST', '/identity-groups', asked, key);
    let repeated = await repeat();
    await until('an answer', async () => (repeated = await repeat()).status !== 503, TIMEOUT_MS);
    expect([ghost.status, repeated.status, repeated.body.id]).toEqual([201, 201, ghost.body.id]);
    expect((await fixture.owner.ok('GET', '/identity-groups')).items.map(({ name }: Json) => name)).toContain('Ghost');
    // Taken away again, the session ends, by policies that went on.
    await fixture.owner.ok('DELETE', `/identity-groups/${fixture.vaultId}/access/${fixture.grantIds['user']}`);
    await until(
      'the session to be ended',
      async () => (await facts(`identity-${held.id}`)).includes('keyledger.identity-checked-in.v1'),
      TIMEOUT_MS,
    );
    // The job that was handed out is nobody's: the agent is told so, and a new rotation goes its way.
    await fixture.owner.ok('POST', `/identities/${onHost.id}/rotate`);
    await agent.work();
    await until(
      'confirmed',
      async () => (await fixture.owner.ok('GET', `/identities/${onHost.id}/rotation`)).status === 'confirmed',
      TIMEOUT_MS,
    );
  }, 120_000);

  test('what was settled in the lost time is not settled any more, and can be settled again', async () => {
    const { id } = await fixture.newIdentity();
    await double.order({ strangers: [{ does: 'write', stream: `identity-${id}`, type: 'keyledger.unheard-of.v9' }] });
    const row = async (): Promise<Json> =>
      (await fixture.owner.ok('GET', '/operations/damage')).items.find((it: Json) => it.stream === `identity-${id}`);
    await until('the damage', async () => (await row()) !== undefined, TIMEOUT_MS);
    keep();
    const { id: damageId } = await row();
    await fixture.owner.ok('POST', `/operations/damage/${damageId}/settle`, { reason: 'rubbish' });
    expect((await checkOut(id)).status).toBe(201);
    await putBack(() => copyFileSync(copy(), double.logPath));
    const answers = async () => (await checkOut(id).catch(() => undefined))?.body;
    await until('an answer', async () => (await answers())?.code !== 'UNAVAILABLE', TIMEOUT_MS);
    expect(await answers()).toMatchObject({ code: 'STREAM_UNREADABLE', stream: `identity-${id}`, revision: 1 });
    expect(await row()).not.toHaveProperty('settledBy');
    await fixture.owner.ok('POST', `/operations/damage/${damageId}/settle`, { reason: 'rubbish still' });
    expect((await checkOut(id)).status).toBe(201);
  }, 120_000);

  test('emptied, it shows nothing, nothing stands still, and no value is destroyed', async () => {
    const { id } = await fixture.newIdentity();
    await until('everything to be known', current, TIMEOUT_MS);
    await putBack(() => writeFileSync(double.logPath, ''));
    await until(
      'it to be told',
      async () => {
        const { status } = await fixture.people.user.get(`/identities/${id}`).catch(() => ({ status: 0 }));
        return status === 403 || status === 404 || status === 401;
      },
      TIMEOUT_MS,
    );
    expect(await application.adapters.materialStore.versions(id)).toEqual([1]);
    expect((await checkOut(id)).status).toBeGreaterThanOrEqual(401);
    await until(
      'nothing to stand still',
      async () => {
        const { reasons = [] } = (await fixture.owner.get('//health/ready')).body;
        // What was signed is gone: that is for an owner to answer.
        return reasons.every((reason: string) => reason.includes('signed no more'));
      },
      TIMEOUT_MS,
    );
    expect(await facts('logHistory')).toEqual(['keyledger.log-went-back.v1']);
    expect(await application.adapters.materialStore.versions(id)).toEqual([1]);
  }, 120_000);
});
