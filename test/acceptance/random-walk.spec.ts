import fc from 'fast-check';
import { PROJECTIONS } from '../../projections/catalog';
import { isOver } from '../../src/domain/identities/decide/end-session';
import type { IdentityEvent } from '../../src/domain/identities/events';
import { identity } from '../../src/domain/identities/evolve';
import { grow } from '../../src/kernel/fold';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { approvalsIn } from '../support/application/approvals';
import { anyWalk, Walk } from '../support/application/random-walk';
import { SignedAgent } from '../support/application/signed-agent';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

const PAGE = 200;
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  const hostId = await hostsWithAgents();
  const { id } = await fixture.newIdentity({ hostIds: [hostId] });
  await fixture.owner.ok('POST', `/identities/${id}/rotate`);
  await guarded();
});
afterAll(() => application.end());

/** A vault that asks for approval: one request that is used, with the glass broken beside it, and one that waits. */
const guarded = async (): Promise<void> => {
  const { owner, organizationId } = fixture;
  const { approvers, approve, ask } = await approvalsIn(application, fixture);
  const approvalPolicy = { required: 1, approvers: { users: [approvers.kim.idpUserId], groups: [] } };
  const vault = { name: 'Guarded', organizationId, approvalPolicy };
  const { id: identityGroupId } = await owner.ok('POST', '/identity-groups', vault);
  const { id } = await fixture.newIdentity({ identityGroupId });
  await approve(await ask(owner, id), 'kim');
  await owner.ok('POST', `/identities/${id}/checkout`, { reason: 'approved', durationMinutes: 5 });
  await owner.ok('POST', `/identities/${id}/break-glass`, { reason: 'the shop is down' });
  await ask(owner, id);
};

/** A host whose agent was replaced, one whose agent is locked, and one that is gone. Answers the first. */
const hostsWithAgents = async (): Promise<string> => {
  const { owner, organizationId, people } = fixture;
  const joined = async (id: string): Promise<SignedAgent> => {
    const agent = new SignedAgent(application.url, () => clock.now());
    await agent.enroll((await people.hostAdmin.ok('POST', `/hosts/${id}/join-token`)).token);
    return agent;
  };
  const newHost = async () => (await owner.ok('POST', '/hosts', { name: 'web', organizationId })).id;
  const [replaced, locked, gone] = [await newHost(), await newHost(), await newHost()];
  await joined(replaced);
  const { agentId } = await joined(replaced);
  await owner.ok('POST', `/hosts/${replaced}/agents/${agentId}/approve`);
  const copied = await joined(locked);
  await copied.ping();
  expect((await copied.repeat()).status).toBe(409);
  await joined(gone);
  await owner.ok('DELETE', `/hosts/${gone}`);
  return replaced;
};

const factsOf = async (stream: string): Promise<readonly RecordedEvent[]> => {
  const facts: RecordedEvent[] = [];
  for (let from = 0; ; from += PAGE) {
    const page = await application.adapters.eventStore.readStream(stream, { from, limit: PAGE });
    facts.push(...page);
    if (page.length < PAGE) return facts;
  }
};

/** Replays a life fact by fact: never more holders than its settings allowed when the last of them came, but by broken glass. */
const checkHolders = (facts: readonly RecordedEvent[]): void => {
  let state = identity.initial;
  for (const fact of facts) {
    if (
      fact.type === 'keyledger.identity-checked-out.v1' &&
      (fact.data as { breakGlass?: boolean }).breakGlass !== true
    ) {
      const live = state.sessions.filter((session) => !isOver(session, fact.metadata.time));
      const { allowConcurrentCheckout, maxConcurrentSessions } = state.settings;
      expect(live.length).toBeLessThan(allowConcurrentCheckout ? maxConcurrentSessions : 1);
    }
    state = grow(identity, state, [fact as unknown as IdentityEvent]);
  }
};

/** What was shown was told before, by whom, of which version; and a version has one value for ever. */
const checkDisclosures = async ({ disclosures }: Walk): Promise<void> => {
  const values = new Map<string, string>();
  for (const { identityId, email, version, value, sessionId, head } of disclosures) {
    const facts = [...(await factsOf(`identity-${identityId}`)), ...(await factsOf(`reveal-${identityId}`))];
    const told = facts.filter(
      ({ type, data, metadata, position }) =>
        position <= head &&
        metadata.actor.email === email &&
        (data as { version?: number }).version === version &&
        (sessionId === undefined
          ? type === 'keyledger.identity-revealed.v1'
          : (data as { sessionId?: string }).sessionId === sessionId),
    );
    expect(told).not.toEqual([]);
    const key = `${identityId} ${version}`;
    expect(values.get(key) ?? value).toBe(value);
    values.set(key, value);
  }
  const repeated = disclosures.filter(
    ({ sessionId }, index) =>
      sessionId !== undefined && disclosures.findIndex((other) => other.sessionId === sessionId) < index,
  );
  const redisclosed = await Promise.all(
    [...new Set(disclosures.map((shown) => `reveal-${shown.identityId}`))].map(factsOf),
  );
  const facts = redisclosed.flat().filter(({ type }) => type === 'keyledger.credential-redisclosed.v1');
  expect(facts.length).toBeGreaterThanOrEqual(repeated.length);
};

const replayed = async (identityId: string) =>
  grow(identity, identity.initial, (await factsOf(`identity-${identityId}`)) as unknown as IdentityEvent[]);
const live = async (identityId: string) =>
  (await (await application.adapters.streamReader.fresh()).load(identity, identityId)).state;

/** Once policies are done: no session goes on without its time or its basis. */
const settle = async (walk: Walk): Promise<void> => {
  clock.pass(1500);
  await until('rest', async () => {
    const head = await application.adapters.eventStore.head();
    await application.projections.waitFor(['deadlines', 'sessions'], head, 2000);
    await application.policies.round();
    return (await application.adapters.eventStore.head()) === head;
  });
  for (const identityId of walk.identityIds) {
    expect((await live(identityId)).sessions).toEqual([]);
  }
};

const everybodyMay = async (): Promise<void> => {
  const { owner, vaultId, grantIds, groupId, idpUserIds } = fixture;
  await owner.ok('PATCH', `/identity-groups/${vaultId}/access/${grantIds['user']}`, { expiresAt: null });
  await owner.ok('PUT', `/idp/groups/${groupId}/members/${idpUserIds['groupUser']}`);
};

test('whatever several people do at once, in whatever order: the application keeps its promises', async () => {
  await fc.assert(
    fc.asyncProperty(anyWalk, async (steps) => {
      await everybodyMay();
      const made = [
        await fixture.newIdentity(),
        await fixture.newIdentity({ allowConcurrentCheckout: true, maxConcurrentSessions: 2 }),
      ];
      const ids = made.map(({ id }) => id);
      const walk = new Walk(application, fixture, clock, ids);
      for (const together of steps) {
        await Promise.all(together.map((step) => step(walk)));
      }
      expect(walk.answers.filter(({ status }) => status >= 500).map(({ body }) => body)).toEqual([]);
      await checkDisclosures(walk);
      await settle(walk);
      for (const id of ids) {
        checkHolders(await factsOf(`identity-${id}`));
        expect(await replayed(id)).toEqual(await live(id));
      }
    }),
    { numRuns: 12, endOnFailure: true, interruptAfterTimeLimit: 25_000 },
  );
}, 60_000);

const documentsOf = async (name: string): Promise<readonly { id: string }[]> => {
  const model = application.projections.readModel<{ id: string }>(name);
  const all: { id: string }[] = [];
  for (;;) {
    const last = all.at(-1)?.id;
    const page = await model.find({ limit: PAGE, ...(last === undefined ? {} : { after: { value: last, id: last } }) });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
};

/** Everything due was done, the last to leave a group may have left; nobody has a channel, reviews, or rotates what was seen. */
const MAY_BE_EMPTY = ['deliveries', 'host_members', 'idp_members', 'deadlines', 'access_reviews', 'exposure_rotations'];
const statusOf = async (name: string) => (await application.projections.status()).find((each) => each.name === name);

/** The documents of a model before and after it was built anew, from the same log: policies go on meanwhile. */
const rebuilt = async (name: string): Promise<readonly [object[], object[]]> => {
  for (;;) {
    const head = await application.adapters.eventStore.head();
    expect(await application.projections.waitFor([name], head, 5000)).toBe(true);
    const before = await documentsOf(name);
    await application.projections.rebuild(name);
    await until('the switch', async () => (await statusOf(name))?.state === 'running');
    const after = await documentsOf(name);
    if ((await application.adapters.eventStore.head()) === head) return [[...before], [...after]];
  }
};

test.each(PROJECTIONS.map(({ schema }) => schema.name))('%s, rebuilt, is what it was', async (name) => {
  const [before, after] = await rebuilt(name);
  expect(before.length > 0 || MAY_BE_EMPTY.includes(name)).toBe(true);
  expect(after).toEqual(before);
});

test('opened anew, the application decides from the same states', async () => {
  const ids = (await documentsOf('identities')).map(({ id }) => id);
  const before = await Promise.all(ids.map(live));
  application = await application.restart();
  expect(await Promise.all(ids.map(live))).toEqual(before);
});
