import { Webhook } from 'standardwebhooks';
import type { Json } from '../support/json';
import type { Client } from '../support/application/client';
import { MailReceiver, WebhookReceiver } from '../support/application/receivers';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newSupportFixture, type SupportFixture } from '../support/application/support-fixture';
import { TurnedClock } from '../support/application/turned-clock';
import { until } from '../support/until';

/** Notifications by webhook and mail, to real receivers, with time that is turned by hand. */
const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;
const clock = new TurnedClock();
const hook = new WebhookReceiver();
const mail = new MailReceiver();
let url: string;
let application: RunningApplication;
let fixture: SupportFixture;
beforeAll(async () => {
  const smtp = await mail.start();
  url = await hook.start();
  const env = {
    KEYLEDGER_SMTP_URL: smtp,
    KEYLEDGER_MAIL_FROM: 'Keyledger <keyledger@example.com>',
    KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1',
  };
  application = await runningApplication({ env, clock });
  fixture = await newSupportFixture(application);
});
afterAll(async () => {
  await application.end();
  await hook.end();
  await mail.end();
});
beforeEach(() => {
  hook.got.length = 0;
  hook.status = 204;
  hook.location = undefined;
  mail.got.length = 0;
  mail.down = false;
});

const path = () => `/organizations/${fixture.organizationId}/notification-channels`;
const webhook = (more: object = {}) => ({ kind: 'webhook', url, secret: SECRET, ...more });
const set = (channels: readonly object[], who: Client = fixture.owner) => who.ok('PUT', path(), { channels });
let days = 0;
const toggle = () => fixture.set(fixture.organizationId, true, 30 + (days += 1));
const deliveries = async (query = ''): Promise<Json[]> =>
  (await fixture.owner.ok('GET', `/notification-deliveries?limit=200${query}`)).items;
const settled = () => until('nothing waits', async () => (await deliveries('&status=pending')).length === 0, 10_000);

test('a webhook is signed as Standard Webhooks say, and what came of it is to be read', async () => {
  const { channels } = await set([webhook()]);
  expect(channels).toEqual([{ id: expect.any(String), kind: 'webhook', url, hasSecret: true }]);
  expect(await fixture.owner.ok('GET', path())).toEqual({ channels });
  await toggle();
  await until('the webhook', () => Promise.resolve(hook.got.length === 1), 10_000);
  const [{ headers, text, body }] = hook.got as [(typeof hook.got)[0]];
  // Its clock is ours, which stands still: the library's own would find it old.
  jest.useFakeTimers({ now: clock.now(), doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'setInterval'] });
  expect(new Webhook(SECRET).verify(text, headers as Record<string, string>)).toEqual(body);
  expect(() => new Webhook(SECRET).verify(`${text} `, headers as Record<string, string>)).toThrow('No matching');
  jest.useRealTimers();
  expect(body).toMatchObject({
    type: 'notification.support-access-changed',
    data: { kind: 'support-access-changed', organizationId: fixture.organizationId, reason: 'ticket 4711' },
  });
  await settled();
  const [told] = await deliveries(`&channelId=${channels[0].id}`);
  expect(told).toMatchObject({
    id: headers['webhook-id'],
    organizationId: fixture.organizationId,
    status: 'delivered',
    count: 1,
    attempts: [{ outcome: 'delivered', status: 204 }],
  });
  expect(told.notificationIds).toEqual([body.data.id]);
  expect(
    JSON.stringify(await fixture.owner.ok('GET', `/streams/notificationChannels-${fixture.organizationId}`)),
  ).not.toContain('whsec_');
});

test('each admin and owner gets mail, and a channel of mail too', async () => {
  await set([{ kind: 'mail', to: 'oncall@example.com', kinds: ['support-access-changed'] }]);
  await toggle();
  const { owner, people } = fixture;
  const all = [owner.email, people.admin.email, 'oncall@example.com'].toSorted();
  const receivers = () => [...new Set(mail.got.flatMap(({ to }) => to))].toSorted();
  await until('the mails', () => Promise.resolve(receivers().length === all.length), 10_000);
  expect(receivers()).toEqual(all);
  expect(mail.got[0]?.text).toMatch(/Subject: \[Keyledger\] warning: Support access/);
  expect(mail.got[0]?.text).toContain('Reason: ticket 4711');
  await settled();
});

test('a channel gets the kinds it wants, and no other', async () => {
  await set([webhook({ kinds: ['seal-broken'] })]);
  await toggle();
  await settled();
  expect(hook.got).toEqual([]);
});

test('a receiver that is down for hours loses nothing, is not stormed, and holds up nobody', async () => {
  const { channels } = await set([webhook()]);
  hook.status = 503;
  const of = `&channelId=${channels[0].id}&status=pending`;
  await toggle();
  await until('a failure', async () => (await deliveries(of))[0]?.attempts.length === 1, 10_000);
  for (let n = 0; n < 30; n++) await toggle();
  await until('that all wait', async () => (await deliveries(of))[0]?.count === 31, 10_000);
  for (let hours = 0; hours < 5; hours++) {
    const tries = (await deliveries(of))[0]?.attempts.length ?? 0;
    clock.pass(2 * 60);
    await until('another failure', async () => (await deliveries(of))[0]?.attempts.length === tries + 1, 10_000);
  }
  expect(await deliveries(of)).toHaveLength(1);
  const failures = hook.got.length;
  expect(failures).toBeLessThanOrEqual(7);
  hook.status = 200;
  clock.pass(2 * 60);
  await until('all of it', async () => (await deliveries(of)).length === 0, 10_000);
  expect(hook.got).toHaveLength(failures + 1);
  const last = hook.got.at(-1);
  expect(last?.body.data).toMatchObject({ count: 31, kind: 'support-access-changed' });
  expect(last?.body.data.notifications).toHaveLength(20);
  expect(last?.headers['webhook-id']).not.toBe(hook.got[0]?.headers['webhook-id']);
});

test('after a day it is given up, and sent when somebody has it sent again', async () => {
  const { channels } = await set([webhook()]);
  const of = `&channelId=${channels[0].id}`;
  hook.status = 500;
  await toggle();
  const tries = async () => (await deliveries(of))[0]?.attempts.length ?? 0;
  await until('a failure', async () => (await tries()) === 1, 10_000);
  for (let n = 0; (await deliveries(of))[0]?.status === 'pending'; n++) {
    expect(n).toBeLessThan(40);
    const before = await tries();
    clock.pass(2 * 60);
    await until('another', async () => (await tries()) > before, 10_000);
  }
  const [given] = await deliveries(of);
  expect(given).toMatchObject({
    status: 'abandoned',
    attempts: expect.arrayContaining([expect.objectContaining({ outcome: 'abandoned' })]),
  });
  hook.status = 200;
  hook.got.length = 0;
  const { people } = fixture;
  expect((await people.stranger.post(`/notification-deliveries/${given.id}/replay`)).status).toBe(404);
  expect((await people.manager.post(`/notification-deliveries/${given.id}/replay`)).status).toBe(403);
  expect((await people.steward.post(`/notification-deliveries/${given.id}/replay`)).status).toBe(202);
  await until('it', () => Promise.resolve(hook.got.length === 1), 10_000);
  await until('that it is told', async () => (await deliveries(of))[0]?.status === 'delivered', 10_000);
  expect((await fixture.owner.post('/notification-deliveries/nobody.x/replay')).status).toBe(404);
});

test('a redirect is not followed, and mail that is refused comes later', async () => {
  const { channels } = await set([webhook()]);
  hook.status = 307;
  hook.location = url;
  mail.down = true;
  await toggle();
  const failed = async () => (await deliveries('&status=pending')).map(({ attempts }) => attempts[0]?.code);
  await until('failures', async () => (await failed()).filter(Boolean).length >= 3, 10_000);
  expect(new Set(await failed())).toEqual(new Set(['REDIRECT_REFUSED', 'SMTP_451']));
  expect(hook.got).toHaveLength(1);
  hook.status = 200;
  mail.down = false;
  clock.pass(1);
  await settled();
  expect(channels).toHaveLength(1);
});

test('a channel that is taken away is sent nothing more', async () => {
  const { channels } = await set([webhook()]);
  hook.status = 500;
  await toggle();
  await until(
    'a failure',
    async () => (await deliveries(`&channelId=${channels[0].id}`))[0]?.attempts.length === 1,
    10_000,
  );
  await set([]);
  hook.got.length = 0;
  clock.pass(1);
  await until(
    'the end',
    async () => (await deliveries(`&channelId=${channels[0].id}`))[0]?.status === 'abandoned',
    10_000,
  );
  expect((await deliveries(`&channelId=${channels[0].id}`))[0]?.attempts.at(-1)).toMatchObject({
    code: 'CHANNEL_REMOVED',
  });
  expect(hook.got).toEqual([]);
});
