import { PolicyHouse } from '../../test/support/policy-house';
import { until } from '../../test/support/until';

let house: PolicyHouse;
beforeEach(async () => {
  house = await PolicyHouse.open();
});
afterEach(() => house.close());

const ended = async (identityId: string) => house.facts(`identity-${identityId}`, 'identity-checked-in');

test('what time has ended becomes a fact of the policy, once, and not before', async () => {
  const { commands, runner } = await house.node();
  const place = await house.identity(commands);
  await house.person('ann', place);
  await runner.start();
  const { session } = await house.checkOut(commands, 'ann', place.identityId, 5);
  house.pass(4.9);
  await house.settled();
  await runner.round();
  expect(await ended(place.identityId)).toEqual([]);
  house.pass(0.2);
  await runner.round();
  await runner.round();
  const facts = await ended(place.identityId);
  expect(facts.map(({ data }) => [data.sessionId, data.endedBy, data.endedAt])).toEqual([
    [session.id, 'expiry', session.expiresAt],
  ]);
  expect(facts[0]?.metadata.actor).toEqual({ kind: 'policy', name: 'expire-session-when-due' });
  await house.settled();
  expect(await house.projections.readModel('deadlines').get(`session:${session.id}`)).toBeUndefined();
});

test('two nodes at once make one fact', async () => {
  const [one, other] = [await house.node(), await house.node()];
  const place = await house.identity(one.commands, { allowConcurrentCheckout: true, maxConcurrentSessions: 10 });
  await house.person('ann', place);
  await Promise.all(Array.from({ length: 5 }, () => house.checkOut(one.commands, 'ann', place.identityId, 5)));
  house.pass(6);
  await house.settled();
  await Promise.all([one.runner.start(), other.runner.start()]);
  await Promise.all([one.runner.round(), other.runner.round()]);
  expect(await ended(place.identityId)).toHaveLength(5);
});

test('its own clock finds what is due, within seconds', async () => {
  const { commands, runner } = await house.node();
  const place = await house.identity(commands);
  await house.person('ann', place);
  await runner.start();
  await house.checkOut(commands, 'ann', place.identityId, 5);
  house.pass(5);
  await until('the end of the session', async () => (await ended(place.identityId)).length === 1, 5000);
});

test('one identity that nobody can decide upon holds up no other', async () => {
  const { commands, runner, troubles } = await house.node();
  const place = await house.identity(commands);
  const broken = await house.identity(commands);
  await house.person('ann', place);
  await house.person('bob', broken);
  await house.checkOut(commands, 'bob', broken.identityId, 5);
  await house.checkOut(commands, 'ann', place.identityId, 10);
  await house.appendUnreadable(`identity-${broken.identityId}`, 'identity-transmuted', {});
  house.pass(11);
  await house.settled();
  await runner.start();
  await runner.round();
  expect(await ended(place.identityId)).toHaveLength(1);
  expect(await ended(broken.identityId)).toEqual([]);
  expect(troubles.filter((trouble) => trouble.includes('session:'))).not.toEqual([]);
  const before = troubles.length;
  await runner.round();
  expect(troubles).toHaveLength(before);
});
