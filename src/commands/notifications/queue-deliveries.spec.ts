import { NOW } from '../../../test/support/streams/a-vault';
import { Ground } from '../../../test/support/streams/ground-of';
import { channels, HOOK, ofAccount, Outside, PEOPLE, POST, raised } from '../../../test/support/streams/notified';
import type { Streams } from '../../../test/support/streams/view-of';
import { QueueDeliveries, QueueDeliveriesHandler } from './queue-deliveries';

describe('a notification goes on its way', () => {
  const queue = async (streams: Streams, isOn = true, id = 'n') => {
    const ground = new Ground({ ...PEOPLE, ...streams });
    const handler = new QueueDeliveriesHandler(ground.deciding, ground.reader, new Outside(undefined, isOn).mail);
    await handler.execute(new QueueDeliveries(() => ground.policy(), id));
    return ground.told;
  };
  const receivers = async (streams: Streams, isOn = true, id = 'n') =>
    (await queue(streams, isOn, id)).map(([stream]) => stream.replace('notificationTarget-', ''));

  it.each<[string, Streams, boolean, readonly string[]]>([
    [
      'to the mail of its people, each once',
      raised('n', { concerned: ['ann', 'boss'] }),
      true,
      ['mail-boss', 'mail-ann'],
    ],
    [
      'to nobody who is switched off, is a machine, or is not there',
      raised('n', { recipients: ['off', 'robot', 'x'] }),
      true,
      ['mail-ann'],
    ],
    ['to no mail where there is no server', raised('n'), false, []],
    [
      'to the channels of the account and of its organization',
      {
        ...raised('n'),
        ...channels('account', HOOK),
        ...channels('o', POST),
        ...channels('p', { ...POST, channelId: 'other' }),
      },
      true,
      ['mail-boss', 'mail-ann', 'hook', 'post'],
    ],
    [
      'to no mail channel where there is no server',
      { ...raised('n'), ...channels('account', HOOK, POST) },
      false,
      ['hook'],
    ],
    [
      'to channels that want its kind',
      {
        ...raised('n'),
        ...channels('account', { ...HOOK, kinds: ['break-glass'] }, { ...POST, kinds: ['seal-broken'] }),
      },
      false,
      ['hook'],
    ],
    [
      'to the channels of the account alone when it is of no organization',
      {
        ...ofAccount('n'),
        ...channels('account', HOOK),
        ...channels('o', { ...HOOK, channelId: 'h2' }),
      },
      false,
      ['hook'],
    ],
    ['to nobody when it was never raised', channels('account', HOOK), true, []],
  ])('%s', async (_, streams, isOn, expected) => {
    expect(await receivers(streams, isOn)).toEqual(expected);
  });

  it('says whose channel it is, or whose mail', async () => {
    const told = await queue({ ...raised('n'), ...channels('o', HOOK) });
    expect(told.map(([, noun, data]) => [noun, data])).toEqual([
      [expect.any(String), expect.objectContaining({ targetId: 'mail-boss', via: 'mail', userId: 'boss' })],
      [expect.any(String), expect.objectContaining({ targetId: 'mail-ann', via: 'mail', userId: 'ann' })],
      [
        'notification-delivery-queued',
        {
          targetId: 'hook',
          deliveryId: expect.stringMatching(/^hook\.new\d+$/),
          via: 'webhook',
          channelId: 'hook',
          organizationId: 'o',
          kind: 'break-glass',
          notificationId: 'n',
          queuedAt: NOW,
        },
      ],
    ]);
  });
});
