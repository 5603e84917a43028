import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { channels, HOOK, Outside, PEOPLE, POST, raised } from '../../../test/support/streams/notified';
import type { Streams } from '../../../test/support/streams/view-of';
import { plusSeconds } from '../../kernel/time';
import { AttemptDelivery, AttemptDeliveryHandler } from './attempt-delivery';

/** What waits goes to whom it is for at the moment it leaves, and what came of it is told. */
const queued = (targetId: string, more: object, ...ids: readonly string[]) => {
  const about = { deliveryId: `${targetId}.1`, targetId };
  const [first = 'n', ...others] = ids;
  return {
    [`notificationTarget-${targetId}`]: [
      fact('notification-delivery-queued', {
        ...about,
        kind: 'break-glass',
        notificationId: first,
        queuedAt: NOW,
        ...more,
      }),
      ...others.map((notificationId) =>
        fact('notification-delivery-joined', { ...about, notificationId, joinedAt: NOW }),
      ),
    ],
  };
};
const toHook = (...ids: readonly string[]) =>
  queued('hook', { via: 'webhook', channelId: 'hook', organizationId: 'o' }, ...ids);
const toPost = (...ids: readonly string[]) => queued('post', { via: 'mail', channelId: 'post' }, ...ids);
const toMail = (userId: string, ...ids: readonly string[]) => queued(`mail-${userId}`, { via: 'mail', userId }, ...ids);

const attempt = async (streams: Streams, deliveryId: string, outside = new Outside(), late = 0) => {
  const ground = new Ground({ ...PEOPLE, ...streams });
  ground.now += late;
  const { webhooks, mail, secrets } = outside;
  const handler = new AttemptDeliveryHandler(
    ground.deciding,
    ground.reader,
    ground.clock,
    webhooks,
    mail,
    secrets as never,
  );
  await handler.execute(new AttemptDelivery(ground.policy(), deliveryId));
  return { outside, told: ground.told.map(([, , data]) => data), ground };
};

describe('what waits is sent', () => {
  it('to a webhook, signed, with what it is and what it is about', async () => {
    const { outside, told } = await attempt({ ...raised('n'), ...channels('o', HOOK), ...toHook() }, 'hook.1');
    const at = Date.parse(NOW);
    expect(outside.posts).toEqual([{ url: HOOK.url, secret: 'whsec', id: 'hook.1', at, body: expect.any(String) }]);
    expect(JSON.parse(outside.posts[0]?.body ?? '')).toEqual({
      type: 'notification.break-glass',
      timestamp: NOW,
      data: {
        id: 'n',
        kind: 'break-glass',
        severity: 'critical',
        title: 'The glass was broken',
        organizationId: 'o',
        identityId: 'i',
        reason: 'the site is down',
        time: EARLIER,
      },
    });
    expect(told).toEqual([
      {
        deliveryId: 'hook.1',
        targetId: 'hook',
        organizationId: 'o',
        attempt: 1,
        outcome: 'delivered',
        sent: 1,
        attemptedAt: NOW,
      },
    ]);
  });

  it('to a mail channel, as text', async () => {
    const streams = { ...raised('n'), ...channels('account', POST), ...toPost() };
    const { outside } = await attempt(streams, 'post.1');
    const lines = ['The glass was broken', `Time: ${EARLIER}`, 'Organization: o', 'Identity: i'];
    const text = [...lines, 'Reason: the site is down', 'Notification: n', ''].join('\n');
    const subject = '[Keyledger] critical: The glass was broken';
    expect(outside.mails).toEqual([{ to: 'ops@example.com', id: 'post.1', subject, text }]);
  });

  it('with the newest checkpoint as it was signed, or that there was none', async () => {
    const checkpoint = 'keyledger/x\n3\nroot\n\n— keyledger/x sig\n';
    const sent = async (more: object) =>
      (await attempt({ ...raised('n', more), ...channels('account', POST), ...toPost() }, 'post.1')).outside.mails[0];
    expect((await sent({ checkpoint }))?.text).toContain(`Newest checkpoint of the log:\n${checkpoint}`);
    expect((await sent({ withoutCheckpoint: true }))?.text).toContain('there was none to be told');
    const hook = await attempt({ ...raised('n', { checkpoint }), ...channels('o', HOOK), ...toHook() }, 'hook.1');
    expect(JSON.parse(hook.outside.posts[0]?.body ?? '')).toMatchObject({ data: { checkpoint } });
  });

  it('as one message when several wait, twenty of them in full', async () => {
    const ids = Array.from({ length: 22 }, (_, n) => `n${n}`);
    const all = Object.assign({}, ...ids.map((id) => raised(id))) as Streams;
    const hook = await attempt({ ...all, ...channels('o', HOOK), ...toHook(...ids) }, 'hook.1');
    const [post] = hook.outside.posts;
    const body = JSON.parse(post?.body ?? '') as { data: { notifications: { id: string }[] } };
    expect(post?.id).toBe('hook.1_22');
    expect(body.data).toMatchObject({ kind: 'break-glass', severity: 'critical', count: 22, since: EARLIER });
    expect(body.data.notifications.map(({ id }) => id)).toEqual(ids.slice(0, 20));
    expect(hook.told).toMatchObject([{ outcome: 'delivered', sent: 22 }]);
    const post2 = await attempt({ ...all, ...channels('account', POST), ...toPost(...ids) }, 'post.1');
    const [mail] = post2.outside.mails;
    expect(mail?.subject).toBe('[Keyledger] critical: The glass was broken (22 times)');
    expect(mail?.text.match(/^Notification: /gm)).toHaveLength(20);
    expect(mail?.text).toContain('… and 2 more.');
  });

  it.each<[string, Streams, string, object]>([
    [
      'whose channel was taken away',
      { ...raised('n'), ...toHook() },
      'hook.1',
      { outcome: 'abandoned', code: 'CHANNEL_REMOVED' },
    ],
    [
      'whose channel is another place’s',
      { ...raised('n'), ...channels('account', HOOK), ...toHook() },
      'hook.1',
      { outcome: 'abandoned', code: 'CHANNEL_REMOVED' },
    ],
    [
      'whose channel has lost its secret, which may come back',
      { ...raised('n'), ...channels('o', { ...HOOK, secretVersion: 4 }), ...toHook() },
      'hook.1',
      { outcome: 'failed', code: 'SECRET_MISSING', nextAttemptAt: plusSeconds(NOW, 5) },
    ],
    [
      'to somebody who is switched off',
      { ...raised('n', { concerned: ['off'] }), ...toMail('off') },
      'mail-off.1',
      { outcome: 'abandoned', code: 'NO_RECIPIENT' },
    ],
    [
      'to somebody who is no admin any more',
      { ...raised('n', { recipients: ['ann'], concerned: [] }), ...toMail('ann') },
      'mail-ann.1',
      { outcome: 'abandoned', code: 'NO_RECIPIENT' },
    ],
    [
      'to the vendor’s support, owner or not',
      { ...raised('n', { recipients: ['vendor'], concerned: [] }), ...toMail('vendor') },
      'mail-vendor.1',
      { outcome: 'abandoned', code: 'NO_RECIPIENT' },
    ],
    [
      'to somebody whom it concerns and who has no role there any more',
      { ...raised('n', { concerned: ['left'] }), ...toMail('left') },
      'mail-left.1',
      { outcome: 'abandoned', code: 'NO_RECIPIENT' },
    ],
    [
      'to a person of the vendor’s whom it concerns, while support is let in nowhere',
      { ...raised('n', { concerned: ['vendor'] }), ...toMail('vendor') },
      'mail-vendor.1',
      { outcome: 'abandoned', code: 'NO_RECIPIENT' },
    ],
  ])('but nothing %s', async (_, streams, deliveryId, came) => {
    const { outside, told } = await attempt(streams, deliveryId);
    expect([...outside.posts, ...outside.mails]).toEqual([]);
    expect(told).toEqual([expect.objectContaining(came)]);
  });

  it.each(['boss', 'ann'])('to %s, an owner or whom it concerns', async (who) => {
    const { outside } = await attempt({ ...raised('n'), ...toMail(who) }, `mail-${who}.1`);
    expect(outside.mails.map(({ to }) => to)).toEqual([`${who}@x.org`]);
  });

  it('of several only what the person may see, and that is all', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `n${n}`);
    const all = ids.map((id, n) => raised(id, { concerned: n < 25 ? [] : ['ann'] }));
    const { outside, told } = await attempt(
      { ...(Object.assign({}, ...all) as Streams), ...toMail('ann', ...ids) },
      'mail-ann.1',
    );
    expect(outside.mails[0]?.subject).toBe('[Keyledger] critical: The glass was broken (5 times)');
    expect(outside.mails[0]?.text.match(/^Notification: (.*)$/gm)).toEqual(
      ids.slice(25).map((id) => `Notification: ${id}`),
    );
    expect(told).toMatchObject([{ outcome: 'delivered', sent: 30 }]);
  });

  it('and tried again when it was not taken, once its pause is over, under the same id', async () => {
    const refusing = new Outside({ delivered: false, code: 'HTTP', status: 503 });
    const streams = { ...raised('n'), ...channels('o', HOOK), ...toHook() };
    const { told } = await attempt(streams, 'hook.1', refusing);
    expect(told).toMatchObject([{ outcome: 'failed', code: 'HTTP', status: 503, nextAttemptAt: plusSeconds(NOW, 5) }]);
    const failed = fact('notification-delivery-attempted', told[0] ?? {});
    const after = { ...streams, 'notificationTarget-hook': [...(toHook()['notificationTarget-hook'] ?? []), failed] };
    expect((await attempt(after, 'hook.1', new Outside(), 4_999)).outside.posts).toEqual([]);
    expect((await attempt(after, 'hook.1', new Outside(), 5_000)).outside.posts).toMatchObject([{ id: 'hook.1' }]);
  });

  it('once: not what was delivered, nor what there is not', async () => {
    const done = {
      deliveryId: 'hook.1',
      targetId: 'hook',
      attempt: 1,
      outcome: 'delivered',
      sent: 1,
      attemptedAt: NOW,
    };
    const facts = [...(toHook()['notificationTarget-hook'] ?? []), fact('notification-delivery-attempted', done)];
    const streams = { ...raised('n'), ...channels('o', HOOK), 'notificationTarget-hook': facts };
    for (const id of ['hook.1', 'hook.2']) {
      const { outside, told } = await attempt(streams, id, new Outside(), 60_000);
      expect([outside.posts, told]).toEqual([[], []]);
    }
  });
});
