import type { Answer } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newSupportFixture, type SupportFixture } from '../support/application/support-fixture';

/** Who sets where notifications go, and what is refused. */
const SECRET = 'a secret that nobody guesses';
let application: RunningApplication;
let fixture: SupportFixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newSupportFixture(application);
});
afterAll(() => application.end());

const path = () => `/organizations/${fixture.organizationId}/notification-channels`;
const webhook = { kind: 'webhook', url: 'https://hooks.example.com/T0/B0/token?key=k', secret: SECRET };
const set = (channels: readonly object[]): Promise<Answer> => fixture.owner.put(path(), { channels });

test('of an organization: who manages it, and never support', async () => {
  const { people, support, organizationId } = fixture;
  await fixture.set(organizationId, true);
  for (const [who, status] of [
    [people.steward, 200],
    [people.admin, 200],
    [people.manager, 403],
    [people.viewer, 403],
    [people.stranger, 404],
    [support, 403],
  ] as const) {
    expect([who.email, (await who.put(path(), { channels: [] })).status]).toEqual([who.email, status]);
  }
  expect((await people.manager.get(path())).status).toBe(403);
  expect((await support.get(path())).status).toBe(200);
});

test('of the account: owners', async () => {
  const { owner, people, support } = fixture;
  expect((await people.admin.put('/notification-channels', { channels: [] })).body.code).toBe('PERMISSION_DENIED');
  expect((await people.admin.get('/notification-channels')).body.code).toBe('PERMISSION_DENIED');
  expect((await support.get('/notification-channels')).body.code).toBe('SUPPORT_ACCESS_OFF');
  const { channels } = await owner.ok('PUT', '/notification-channels', { channels: [{ kind: 'mail', to: 'a@x.org' }] });
  expect(await owner.ok('GET', '/notification-channels')).toEqual({ channels });
});

test.each([
  ['a webhook without address', { kind: 'webhook', secret: SECRET }, 'channels[0].url'],
  ['a webhook without secret', { kind: 'webhook', url: 'https://x.example' }, 'channels[0].secret'],
  ['a short secret', { ...webhook, secret: 'short' }, 'channels[0].secret'],
  ['a secret that is none', { ...webhook, secret: `whsec_${'!'.repeat(40)}` }, 'channels[0].secret'],
  ['a password in the address', { ...webhook, url: 'https://a:b@x.example' }, 'channels[0].url'],
  ['a file', { ...webhook, url: 'file:///etc/passwd' }, 'channels[0].url'],
  ['mail without address', { kind: 'mail' }, 'channels[0].to'],
  ['mail with a secret', { kind: 'mail', to: 'a@x.org', secret: SECRET }, 'channels[0].secret'],
  ['a kind there is none', { ...webhook, kinds: ['everything'] }, 'channels[0].kinds[0]'],
  ['an id there is none', { ...webhook, id: 'nobody' }, 'channels[0].id'],
])('%s is refused', async (_, channel, field) => {
  const { status, body } = await set([channel]);
  expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
});

test('a new webhook without secret is told what to do', async () => {
  const { body } = await set([{ kind: 'webhook', url: 'https://x.example' }]);
  expect(body.errors).toEqual([
    {
      field: 'channels[0].secret',
      message:
        'is needed for a new webhook, whose messages are signed by it: make a random one, and give it to the receiver too',
    },
  ]);
});

test('one that stays keeps its secret; the same again is no fact', async () => {
  const { owner, organizationId } = fixture;
  const first = (await set([webhook])).body.channels;
  const facts = async () => (await owner.ok('GET', `/streams/notificationChannels-${organizationId}`)).items;
  const before = (await facts()).length;
  const again = await set(first);
  expect(again.body.channels).toEqual(first);
  expect(await facts()).toHaveLength(before);
  expect(JSON.stringify(await facts())).not.toContain('T0/B0/token');
  const renewed = await set([{ ...first[0], secret: `${SECRET} anew` }]);
  expect(renewed.body.channels).toEqual(first);
  expect((await facts()).at(-1).data.channels).toMatchObject([{ channelId: first[0].id, secretVersion: 2 }]);
  expect(await owner.ok('GET', path())).toMatchObject({ channels: [{ url: webhook.url }] });
  // Support sets no channels: it is told where one leads, and not how one gets in there.
  const told = await fixture.support.ok('GET', path());
  expect(told.channels).toEqual([{ ...first[0], url: 'https://hooks.example.com' }]);
  expect((await set([{ ...first[0], kind: 'mail', url: undefined, to: 'a@x.org' }])).status).toBe(400);
});
