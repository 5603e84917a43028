import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { ofAccount, raised } from '../../../test/support/streams/notified';
import { MarkNotificationRead, MarkNotificationReadHandler } from './mark-notification-read';
import { RaiseNotification, RaiseNotificationHandler } from './raise-notification';
import { ReplayDelivery, ReplayDeliveryHandler } from './replay-delivery';

const STREAMS = peopleOf(
  {
    boss: { owner: true },
    admin: { admin: true },
    off: { owner: true, off: true },
    vendor: { owner: true, support: true },
    ann: { here: ['pam_vaults.view'] },
    bare: {},
    here: { here: ['accounts.manage'] },
    everywhere: { everywhere: ['accounts.manage'] },
  },
  PLACES,
);

describe('a notification is raised', () => {
  const notice = { kind: 'seal-broken', severity: 'critical', title: 'A value does not open' } as const;
  const raise = (ground: Ground, concerned: readonly string[]) => {
    const context = { ...ground.policy(), ids: { next: () => 'n' } };
    const handler = new RaiseNotificationHandler(ground.deciding, digest, { checkpoint: async () => undefined });
    return ground.when(() => handler.execute(new RaiseNotification(context, notice, 'keyledger.x.v1', concerned)));
  };

  it('for the owners and admins who are there, and once for each whom it concerns; the same cause raises it once', async () => {
    const ground = new Ground(STREAMS);
    const { facts } = await raise(ground, ['zoe', 'ann', '', 'zoe']);
    const audience = { recipients: ['admin', 'boss'], concerned: ['ann', 'zoe'] };
    const data = { notificationId: 'n', ...notice, cause: 'keyledger.x.v1', ...audience, raisedAt: NOW };
    expect(facts).toEqual([['notification-n', 'notification-raised', data]]);
    expect((await raise(ground, [])).facts).toEqual([]);
  });
});

describe('a notification is read', () => {
  const read = (who: string, streams: Streams = raised('n', { recipients: ['boss', 'bare', 'here'] })) => {
    const ground = new Ground({ ...STREAMS, ...streams });
    const handler = new MarkNotificationReadHandler(ground.deciding);
    return ground.when(() => handler.execute(new MarkNotificationRead(ground.as(who), 'n')));
  };
  const told = (userId: string) => [
    ['notification-n', 'notification-read', { notificationId: 'n', userId, readAt: NOW }],
  ];

  const refusedIn = (organizationId: string) => [
    [`denied-${organizationId}`, 'notification-read-refused', { organizationId, code: 'NOT_FOUND' }],
  ];

  it.each<[string, string, Streams | undefined]>([
    ['an owner whom it is for', 'boss', undefined],
    ['whom it concerns, and who has a role there', 'ann', undefined],
    ['whom it concerns, of no organization', 'ann', ofAccount('n')],
  ])('by %s', async (_, who, streams) => {
    const happened = await read(who, streams);
    expect([happened.refused, happened.facts]).toEqual([undefined, told(who)]);
  });

  it.each<[string, string, Streams | undefined, readonly unknown[]]>([
    ['an admin who was none when it was raised', 'admin', undefined, refusedIn('o')],
    ['who was an admin then and is none now', 'here', undefined, refusedIn('o')],
    ['whom it concerns, without a role there', 'bare', raised('n', { concerned: ['bare'] }), refusedIn('o')],
    [
      'whom it concerns, of an organization hidden from the reader',
      'ann',
      raised('n', { organizationId: 'p' }),
      refusedIn('p'),
    ],
    ['somebody who is switched off', 'off', raised('n', { recipients: ['off'] }), refusedIn('o')],
    ['anybody, where there is none', 'boss', {}, []],
  ])('not by %s, and that is a fact where there is one', async (_, who, streams, facts) => {
    const happened = await read(who, streams);
    expect([happened.refused, happened.facts]).toEqual(['NOT_FOUND', facts]);
  });

  it('once', async () => {
    const [first = []] = Object.values(raised('n'));
    const again = fact('notification-read', { notificationId: 'n', userId: 'boss', readAt: EARLIER });
    expect(await read('boss', { 'notification-n': [...first, again] })).toEqual({
      answer: { position: '0000' },
      facts: [],
    });
  });
});

describe('a delivery is sent once more', () => {
  const delivery = (more: object) => ({
    'notificationTarget-hook': [
      fact('notification-delivery-queued', {
        deliveryId: 'hook.1',
        targetId: 'hook',
        via: 'webhook',
        channelId: 'hook',
        kind: 'break-glass',
        notificationId: 'n',
        queuedAt: EARLIER,
        ...more,
      }),
    ],
  });
  const OURS = delivery({ organizationId: 'o' });
  const ACCOUNTS = delivery({});
  const replay = (who: string, streams: Streams, deliveryId = 'hook.1') => {
    const ground = new Ground({ ...STREAMS, ...streams });
    const handler = new ReplayDeliveryHandler(ground.deciding);
    return ground.when(() => handler.execute(new ReplayDelivery(ground.as(who), deliveryId)));
  };

  it.each<[string, Streams, object]>([
    ['here', OURS, { organizationId: 'o' }],
    ['everywhere', OURS, { organizationId: 'o' }],
    ['everywhere', ACCOUNTS, {}],
  ])('by %s, who manages accounts where its channel is', async (who, streams, place) => {
    const about = { deliveryId: 'hook.1', targetId: 'hook', ...place };
    expect((await replay(who, streams)).facts).toEqual([
      ['notificationTarget-hook', 'notification-delivery-replayed', { ...about, replayedBy: who, replayedAt: NOW }],
    ]);
  });

  it.each<[string, Streams, string, string, readonly [string, object][]]>([
    ['ann', OURS, 'hook.1', 'PERMISSION_DENIED', [['denied-o', { organizationId: 'o' }]]],
    ['bare', OURS, 'hook.1', 'NOT_FOUND', [['denied-o', { organizationId: 'o' }]]],
    ['here', ACCOUNTS, 'hook.1', 'PERMISSION_DENIED', [['denied-account', {}]]],
    ['here', OURS, 'hook.2', 'NOT_FOUND', []],
  ])('not by %s: %#', async (who, streams, deliveryId, code, where) => {
    const { refused, facts } = await replay(who, streams, deliveryId);
    const noun = 'notification-delivery-replay-refused';
    expect([refused, facts]).toEqual([
      code,
      where.map(([stream, place]) => [stream, noun, { ...place, deliveryId, code }]),
    ]);
  });
});
