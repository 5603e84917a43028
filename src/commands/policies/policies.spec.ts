import { EARLIER } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { DismissPolicyEvent, DismissPolicyEventHandler } from './dismiss-policy-event';
import { ParkPolicyEvent, ParkPolicyEventHandler } from './park-policy-event';
import { ParkedEvents } from './parked-events';
import { RetryPolicyEvent, RetryPolicyEventHandler } from './retry-policy-event';
import { UnparkPolicyEvent, UnparkPolicyEventHandler } from './unpark-policy-event';

const parked = (eventId: string) => ({
  policy: 'p',
  eventId,
  type: 'keyledger.user-created.v1',
  stream: 'user-u',
  revision: 0,
  since: EARLIER,
  tries: 3,
  cause: 'StoreDamaged',
});
const STREAMS = peopleOf(
  { owner: { owner: true }, admin: { admin: true } },
  { 'policy-p': [fact('policy-event-parked', parked('e')), fact('policy-event-parked', parked('f'))] },
);
const policies = { has: (name: string) => name === 'p' } as never;
const COMMANDS = {
  dismiss: (g: Ground, who: string, policy: string, eventId: string) =>
    new DismissPolicyEventHandler(g.deciding, policies).execute(
      new DismissPolicyEvent(g.as(who), policy, eventId, 'known'),
    ),
  retry: (g: Ground, who: string, policy: string, eventId: string) =>
    new RetryPolicyEventHandler(g.deciding, policies).execute(new RetryPolicyEvent(g.as(who), policy, eventId)),
};
const asked = { dismiss: { reason: 'known' }, retry: {} };
const done = { dismiss: 'policy-event-dismissed', retry: 'policy-event-retry-requested' };

test.each<[keyof typeof COMMANDS, string, string, string, string | undefined]>([
  ['dismiss', 'owner', 'p', 'e', undefined],
  ['dismiss', 'admin', 'p', 'e', 'PERMISSION_DENIED'],
  ['dismiss', 'owner', 'x', 'e', 'NOT_FOUND'],
  ['dismiss', 'owner', 'p', 'x', 'NOT_FOUND'],
  ['retry', 'owner', 'p', 'e', undefined],
  ['retry', 'admin', 'p', 'e', 'PERMISSION_DENIED'],
  ['retry', 'owner', 'x', 'e', 'NOT_FOUND'],
  ['retry', 'owner', 'p', 'x', 'NOT_FOUND'],
])('%s by %s of %s/%s: %s', async (command, who, policy, eventId, code) => {
  const ground = new Ground(STREAMS);
  const happened = await ground.when(() => COMMANDS[command](ground, who, policy, eventId));
  const data = { policy, eventId, ...asked[command] };
  const told: Told = ['denied-account', `policy-event-${command}-refused`, { ...data, code }];
  expect([happened.refused, happened.facts]).toEqual([
    code,
    [code === undefined ? ['policy-p', done[command], data] : told],
  ]);
  expect(happened.answer).toEqual(code === undefined ? { id: eventId, position: '0001' } : undefined);
});

test('a policy parks an event once, and unparks it once it was acted upon', async () => {
  const ground = new Ground(STREAMS);
  const park = new ParkPolicyEventHandler(ground.deciding);
  const unpark = new UnparkPolicyEventHandler(ground.deciding);
  const events = new ParkedEvents(ground.reader);
  const ids = async () => (await events.of('p')).map(({ eventId }) => eventId);
  expect((await ground.when(() => park.execute(new ParkPolicyEvent(ground.policy(), parked('e'))))).facts).toEqual([]);
  const news = await ground.when(() => park.execute(new ParkPolicyEvent(ground.policy(), parked('g'))));
  expect([news.facts, await ids()]).toEqual([[['policy-p', 'policy-event-parked', parked('g')]], ['e', 'f', 'g']]);
  const handled = await ground.when(() => unpark.execute(new UnparkPolicyEvent(ground.policy(), 'p', 'e')));
  const told: Told = ['policy-p', 'policy-event-handled', { policy: 'p', eventId: 'e' }];
  expect([handled.facts, await ids()]).toEqual([[told], ['f', 'g']]);
});
