import { describeEmbedded } from '../support/house/engines';
import { olderFiles } from '../support/house/older-files';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { ScriptedAgent } from '../support/house/scripted-agent';
import { newWorld, type World } from '../support/house/world';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** A rotation reached its host in a stretch that the log has lost: the host holds a value that no fact names. */
describeEmbedded('a host that holds an orphaned value', () => {
  let house: RunningHouse;
  let world: World;
  let agent: ScriptedAgent;
  let identity: { id: string; value: string };
  let lostValue: string;
  const rotation = async () => world.owner.ok('GET', `/identities/${identity.id}/rotation`);
  const orphans = async (): Promise<Json[]> =>
    (await world.owner.ok('GET', '/operations/damage')).items.filter(({ kind }: Json) => kind === 'orphaned');
  const user = () => house.as('user-1@example.com');
  const checkOut = async () =>
    (await user()).post(`/identities/${identity.id}/checkout`, {
      reason: 'work',
      durationMinutes: 5,
      hostId: agent.hostId,
    });
  const started = async () => {
    house = await runningHouse({ dataDir: house.dataDir });
    world = { ...world, owner: await house.as('owner@example.com') };
  };

  beforeAll(async () => {
    house = await runningHouse();
    world = await newWorld(house);
    agent = await ScriptedAgent.onNewHost(house, world.owner, world.organizationId, 'web-1');
    identity = await world.newIdentity({ hostIds: [agent.hostId] });
    await house.close();
    agent.holds = identity.value;
    const files = olderFiles(house.dataDir);
    files.keep('events');
    await started();
    agent.edge.url = house.url;
    await world.owner.ok('POST', `/identities/${identity.id}/rotate`);
    await agent.work();
    await until('it to be confirmed', async () => (await rotation()).status === 'confirmed');
    lostValue = agent.holds;
    await house.close();
    files.putBack('events');
    await started();
    agent.edge.url = house.url;
    await until('the orphan to be found', async () => (await orphans()).length > 0);
  }, 90_000);
  afterAll(() => house.end());

  test('is known to hold it perhaps, and is set to it again by reconcile, through the agent that was let in before', async () => {
    expect(agent.holds).toBe(lostValue);
    await world.owner.ok('POST', `/identities/${identity.id}/rotation/reconcile`);
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
    expect((await world.owner.post(path, body)).body.code).toBe('CONFLICT');
    await world.owner.ok('POST', `/identities/${identity.id}/rotate`);
    await agent.work();
    await until('the newer value to be confirmed', async () => (await rotation()).status === 'confirmed');
    expect(agent.holds).not.toBe(lostValue);
    await world.owner.ok('POST', path, body);
    expect(await house.adapters.materialStore.versions(identity.id)).toEqual([1, 3]);
  });
});
