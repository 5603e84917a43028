import type { Clock } from '../../src/kernel/clock';
import type { Environment } from '../support/application/command-line';
import { MuchUnderWay } from '../support/application/much-under-way';
import { PlacesToCopy } from '../support/application/places-to-copy';
import { WebhookReceiver } from '../support/application/receivers';
import type { RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { describeOnMongo, dropDatabases } from '../support/mongodb/databases';
import { until } from '../support/until';

jest.setTimeout(240_000);

const PATIENCE_MS = 90_000;
const HOOK = { KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1' };

/** A log that is moved to engines and back while much is under way: nothing that is owed is skipped, and nothing is done twice. */
describeOnMongo('moving while much is under way', () => {
  const places = new PlacesToCopy();
  const hook = new WebhookReceiver();
  let world: MuchUnderWay;
  let home: Environment;
  let engines: Environment;

  /** Late enough for what is tried again after ever longer pauses, and before anything else ends by itself. */
  const later = { now: () => Date.now() + 20 * 60_000 };
  const at = async (
    place: Environment,
    work: (application: RunningApplication) => Promise<void>,
    clock?: Clock,
  ): Promise<void> => {
    const application = await places.start(place, clock);
    try {
      await work(application);
    } finally {
      await application.close();
    }
  };

  beforeAll(async () => {
    const url = await hook.start();
    home = { ...places.embedded(), ...HOOK };
    await at(home, async (application) => {
      world = await MuchUnderWay.begin(application, hook, url);
    });
    engines = { ...(await places.engines(home)), ...HOOK };
    await places.copy(home, engines);
  });
  afterAll(async () => {
    await places.end();
    await hook.end();
    await dropDatabases();
  });

  /** What must be so at each place. */
  const holds = async (application: RunningApplication): Promise<void> => {
    const { id, expiresAt } = world.session;
    const owner = await world.owner(application);
    expect(await owner.ok('GET', `/sessions/${id}`)).toMatchObject({ status: 'active', expiresAt });
    expect(await world.askedOnce(application)).toBe(world.onceId);
    expect(await world.rootOfBefore(application)).toBe(world.tree?.root);
    for (const token of [0, 1] as const) {
      const { body } = await world.provider(application, token).get(`/Users/${world.scim.userId}`);
      expect(body).toMatchObject({ userName: 'provisioned@example.com', externalId: '00u1', active: true });
    }
    const { body: group } = await world.provider(application, 1).get(`/Groups/${world.scim.groupId}`);
    expect(group.members).toEqual([expect.objectContaining({ value: world.scim.userId })]);
  };

  /** By policies alone, each for one cause: what was done once for it is not done again. */
  const doneTwice = async (application: RunningApplication): Promise<readonly string[]> => {
    const owner = await world.owner(application);
    await application.policies.round();
    const reports = async () => (await owner.ok('GET', '/operations/policies')).items as Json[];
    await until('all policies', async () => (await reports()).every(({ lag }) => lag === 0), PATIENCE_MS);
    const { items } = await owner.ok('GET', '/audit?limit=200');
    const acts = (items as Json[])
      .filter(({ actor, type }) => actor.kind === 'policy' && !/delivery-attempted|evidence-|log-|job-/.test(type))
      .map(({ type, stream, causationId, data }) => JSON.stringify([type, stream, causationId, data]));
    return acts.filter((act, place) => acts.indexOf(act) !== place);
  };

  test('in the new place all of it goes on', async () => {
    await at(engines, async (application) => {
      await holds(application);
      const owner = await world.owner(application);
      const kim = await world.approver(application);
      const waiting = (await kim.ok('GET', '/access-requests?view=waiting-for-me')).items;
      expect(waiting.map(({ id }: Json) => id)).toEqual([world.requestId]);
      expect((await world.deliveries(owner)).map(({ status }) => status)).toEqual(['pending']);
      // The job that was leased there is told of here; on a machine so slow that its lease is over it is handed out once more.
      const { agent, job } = world;
      agent.edge.url = application.url;
      if (job === undefined) throw new Error('no job');
      agent.holds = job.secret.value;
      if ((await agent.report(job, 'confirmed')).status !== 200) await agent.work();
      const status = async () => (await owner.ok('GET', `/identities/${world.rotatingId}/rotation`)).status;
      await until('the rotation', async () => (await status()) === 'confirmed', PATIENCE_MS);
      const { credential } = await owner.ok('POST', `/identities/${world.rotatingId}/reveal`);
      expect(credential).toMatchObject({ value: agent.holds, version: 2, proven: 'on-hosts' });
      expect(await doneTwice(application)).toEqual([]);
    });
  });

  test('and comes to its end back home', async () => {
    const again = { ...places.embedded(), ...HOOK };
    await places.copy(engines, again);
    hook.got.length = 0;
    hook.status = 204;
    await at(
      again,
      async (application) => {
        await holds(application);
        // What an agent sent before the move is no news after it, and whoever sends it again is taken for a copy of the machine.
        const { edge } = world.agent;
        edge.url = application.url;
        expect((await edge.ping({ sequence: edge.sequence, timestamp: later.now() })).body.code).toBe('AGENT_CLONED');
        const owner = await world.owner(application);
        const none = async () => (await world.deliveries(owner)).every((delivery) => delivery.status === 'delivered');
        await until('the notification', none, PATIENCE_MS);
        const told = hook.got.filter(({ body }) => body.type === 'notification.support-access-changed');
        expect(told).toHaveLength(1);
        const kim = await world.approver(application);
        await kim.ok('POST', `/access-requests/${world.requestId}/approve`);
        const user = await application.as(world.fixture.people.user.email);
        await user.ok('POST', `/sessions/${world.session.id}/checkin`);
        const rotations = await owner.ok(
          'GET',
          `/audit?identityId=${world.rotatingId}&type=keyledger.rotation-requested.v1`,
        );
        expect(rotations.items).toHaveLength(1);
        const [first] = world.scim.tokens;
        expect((await owner.delete(`/scim-connections/${world.scim.id}/tokens/${first.id}`)).status).toBe(204);
        expect((await world.provider(application, 0).get('/Users')).status).toBe(401);
        expect((await world.provider(application, 1).get('/Users')).status).toBe(200);
        expect(await doneTwice(application)).toEqual([]);
      },
      later,
    );
  });
});
