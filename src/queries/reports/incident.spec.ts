import { missingOf, type Incident, type MissingPart } from './incident';

/** What is missing of an incident. */
const complete = {
  userId: 'ann',
  endedAt: 't1',
  rotatedAt: 't2',
  review: { status: 'closed' },
  notified: [
    { via: 'inbox', userId: 'owner', status: 'delivered' },
    { via: 'webhook', channelId: 'c', status: 'delivered' },
  ],
} as unknown as Omit<Incident, 'missing'>;
const inbox = (userId: string) => ({ via: 'inbox', userId, status: 'delivered' }) as const;
const mail = (status: 'pending' | 'abandoned') => ({ via: 'mail', userId: 'owner', status }) as const;

test.each<[string, object, readonly MissingPart[]]>([
  ['nothing', {}, []],
  ['it is still open', { endedAt: undefined, rotatedAt: undefined }, ['end', 'rotation']],
  ['the value was not replaced', { rotatedAt: undefined }, ['rotation']],
  ['nobody has reviewed it', { review: { status: 'open' } }, ['review']],
  ['nobody was told', { notified: [] }, ['notification']],
  ['only the user was told', { notified: [inbox('ann')] }, ['notification']],
  ['a mail waits', { notified: [inbox('owner'), mail('pending')] }, ['delivery']],
  ['a mail was given up', { notified: [inbox('owner'), mail('abandoned')] }, ['delivery']],
])('%s', (_, difference, missing) => {
  expect(missingOf({ ...complete, ...difference })).toEqual(missing);
});
