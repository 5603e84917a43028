import { describeEmbedded } from '../support/application/engines';
import { olderFiles } from '../support/application/older-files';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { ScriptedAgent } from '../support/application/scripted-agent';
import { newFixture, type Fixture } from '../support/application/fixture';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** A rotation reached its host in a stretch that the log has lost: the host holds a value that no fact names. */
describeEmbedded('a host that holds an orphaned value', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  let agent: ScriptedAgent;
  let identity: { id: string; value: string };
  let lostValue: string;
  const rotation = async () => fixture.owner.ok('GET', `/identities/${identity.id}/rotation`);
  const orphans = async (): Promise<Json[]> =>
    (await fixture.owner.ok('GET', '/operations/damage')).items.filter(({ kind }: Json) => kind === 'orphaned');
  const user = () => application.as('user-1@example.com');
  const checkOut = async () =>
    (await user()).post(`/identities/${identity.id}/checkout`, {
      reason: 'work',
      durationMinutes: 5,
      hostId: agent.hostId,
    });
  const started = async () => {
    application = await runningApplication({ dataDir: application.dataDir });
    fixture = { ...fixture, owner: await application.as('owner@example.com') };
  };

  beforeAll(async () => {
    application = await runningApplication();
    fixture = await newFixture(application);
    agent = await ScriptedAgent.onNewHost(application, fixture.owner, fixture.organizationId, 'web-1');
    identity = await fixture.newIdentity({ hostIds: [agent.hostId] });
    await application.close();
    agent.holds = identity.value;
    const files = olderFiles(application.dataDir);
    files.keep('events');
    await started();
    agent.edge.url = application.url;
    await fixture.owner.ok('POST', `/identities/${identity.id}/rotate`);
    await agent.work();
    await until('it to be confirmed', async () => (await rotation()).status === 'confirmed');
    lostValue = agent.holds;
    await application.close();
    files.putBack('events');
    await started();
    agent.edge.url = application.url;
    await until('the orphan to be found', async () => (await orphans()).length > 0);
  }, 90_000);
  afterAll(() => application.end());

  test('is known to hold it perhaps, and is set to it again by reconcile, through the agent that was let in before', async () => {
    expect(agent.holds).toBe(lostValue);
    await fixture.owner.ok('POST', `/identities/${identity.id}/rotation/reconcile`);
    await agent.work();
    await until('it to be known what the host holds', async () => (await rotation()).hosts[0].state === 'confirmed');
    expect(agent.holds).toBe(lostValue);
    expect((await rotation()).hosts[0]).toMatchObject({ version: 2 });
    // Whoever checks it out is shown what lets in.
    const shown = await checkOut();
    expect(shown.body.credential).toMatchObject({ value: lostValue, version: 2 });
    await user().then((who) => who.ok('POST', `/sessions/${shown.body.session.id}/checkin`, {}));
    // Proved on a host, it is not to be destroyed; after a rotation it is dead, and goes when an owner says so.
    const [{ id }] = await orphans();
    const path = `/operations/damage/${id}/settle`;
    const body = { reason: 'replaced' };
    expect((await fixture.owner.post(path, body)).body.code).toBe('CONFLICT');
    await fixture.owner.ok('POST', `/identities/${identity.id}/rotate`);
    await agent.work();
    await until('the newer value to be confirmed', async () => (await rotation()).status === 'confirmed');
    expect(agent.holds).not.toBe(lostValue);
    await fixture.owner.ok('POST', path, body);
    expect(await application.adapters.materialStore.versions(identity.id)).toEqual([1, 3]);
  });
});
