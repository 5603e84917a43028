import { PolicyFixture } from '../../test/support/policy-fixture';
import { until } from '../../test/support/until';

let application: PolicyFixture;
beforeEach(async () => {
  application = await PolicyFixture.open();
});
afterEach(() => application.close());

const ended = async (identityId: string) => application.facts(`identity-${identityId}`, 'identity-checked-in');

test('what time has ended becomes a fact of the policy, once, and not before', async () => {
  const { commands, runner } = await application.node();
  const place = await application.identity(commands);
  await application.person('ann', place);
  await runner.start();
  const { session } = await application.checkOut(commands, 'ann', place.identityId, 5);
  application.pass(4.9);
  await application.settled();
  await runner.round();
  expect(await ended(place.identityId)).toEqual([]);
  application.pass(0.2);
  await runner.round();
  await runner.round();
  const facts = await ended(place.identityId);
  expect(facts.map(({ data }) => [data.sessionId, data.endedBy, data.endedAt])).toEqual([
    [session.id, 'expiry', session.expiresAt],
  ]);
  expect(facts[0]?.metadata.actor).toEqual({ kind: 'policy', name: 'expire-session-when-due' });
  await application.settled();
  expect(await application.projections.readModel('sessions').get(session.id)).not.toHaveProperty('open');
});

test('two nodes at once make one fact', async () => {
  const [one, other] = [await application.node(), await application.node()];
  const place = await application.identity(one.commands, { allowConcurrentCheckout: true, maxConcurrentSessions: 10 });
  await application.person('ann', place);
  await Promise.all(Array.from({ length: 5 }, () => application.checkOut(one.commands, 'ann', place.identityId, 5)));
  application.pass(6);
  await application.settled();
  await Promise.all([one.runner.start(), other.runner.start()]);
  await Promise.all([one.runner.round(), other.runner.round()]);
  expect(await ended(place.identityId)).toHaveLength(5);
});

test('its own clock finds what is due, within seconds', async () => {
  const { commands, runner } = await application.node();
  const place = await application.identity(commands);
  await application.person('ann', place);
  await runner.start();
  await application.checkOut(commands, 'ann', place.identityId, 5);
  application.pass(5);
  await until('the end of the session', async () => (await ended(place.identityId)).length === 1, 5000);
});

test('one identity that nobody can decide upon holds up no other', async () => {
  const { commands, runner, troubles } = await application.node();
  const place = await application.identity(commands);
  const broken = await application.identity(commands);
  await application.person('ann', place);
  await application.person('bob', broken);
  await application.checkOut(commands, 'bob', broken.identityId, 5);
  await application.checkOut(commands, 'ann', place.identityId, 10);
  await application.appendUnreadable(`identity-${broken.identityId}`, 'identity-transmuted', {});
  application.pass(11);
  await application.settled();
  await runner.start();
  await runner.round();
  expect(await ended(place.identityId)).toHaveLength(1);
  expect(await ended(broken.identityId)).toEqual([]);
  expect(troubles.filter((trouble) => trouble.includes('session:'))).not.toEqual([]);
  const before = troubles.length;
  await runner.round();
  expect(troubles).toHaveLength(before);
});
