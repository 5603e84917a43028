import { PolicyFixture } from '../../../test/support/policy-fixture';
import type { PolicyNode } from '../../../test/support/policy-node';
import type { Channel } from '../../domain/notification-channels/events';
import { RefusedError } from '../../kernel/refused-error';
import { SetNotificationChannels, type WantedChannel } from './set-notification-channels';

/** Where notifications go besides inboxes; what signs a webhook is sealed outside the log and goes with its channel. */
let application: PolicyFixture;
let node: PolicyNode;
let place: Awaited<ReturnType<PolicyFixture['identity']>>;
beforeEach(async () => {
  application = await PolicyFixture.open();
  node = await application.node();
  place = await application.identity(node.commands);
});
afterEach(() => application.close());

const HOOK = { kind: 'webhook', url: 'https://chat.example.com/in?token=a-token' } as const;
const TOLD = { kind: 'webhook', origin: 'https://chat.example.com' } as const;
const MAIL = { kind: 'mail', to: 'ops@example.com' } as const;
const set = (channels: readonly WantedChannel[], organizationId?: string, who = 'owner') =>
  node.commands.execute(new SetNotificationChannels(application.as(who), organizationId, channels)).then(
    () => 'set',
    (error: unknown) => (error instanceof RefusedError ? error.refusal : error),
  );
const facts = (where = 'account') => application.facts(`notificationChannels-${where}`);
const inForce = async (where?: string): Promise<readonly Channel[]> =>
  ((await facts(where)).at(-1)?.data['channels'] ?? []) as readonly Channel[];
const doorOf = async (channelId: string, version: number): Promise<object | undefined> => {
  const sealed = await application.adapters.materialStore.secret(`channel-${channelId}`, version);
  return sealed && JSON.parse(application.adapters.sealing.openSecret(sealed));
};
const secretOf = async (channelId: string, version: number): Promise<string | undefined> =>
  ((await doorOf(channelId, version)) as { secret?: string } | undefined)?.secret;

test('what a person sets is a fact without secret and whole address, which lie sealed', async () => {
  expect(await set([{ ...HOOK, secret: 'the first secret' }, MAIL])).toBe('set');
  const [hook, mail] = await inForce();
  expect([hook, mail]).toEqual([
    { channelId: expect.any(String), ...TOLD, secretVersion: 1 },
    { channelId: expect.any(String), ...MAIL },
  ]);
  const [fact] = await facts();
  expect(fact?.data).toMatchObject({ setBy: 'owner', setAt: application.at(0) });
  expect(fact?.data).not.toHaveProperty('organizationId');
  expect(JSON.stringify(fact)).not.toMatch(/secret"|token/);
  expect(await doorOf(hook?.channelId ?? '', 1)).toEqual({ url: HOOK.url, secret: 'the first secret' });
});

test('a channel keeps its secret until another one comes, and then that one alone is there', async () => {
  await set([{ ...HOOK, secret: 'the first secret' }], place.organizationId);
  const [{ channelId: id } = { channelId: '' }] = await inForce(place.organizationId);
  await set([{ id, ...HOOK }], place.organizationId);
  expect(await facts(place.organizationId)).toHaveLength(1);
  await set([{ id, ...HOOK, url: 'https://other.example.com/x' }], place.organizationId);
  expect(await inForce(place.organizationId)).toMatchObject([
    { origin: 'https://other.example.com', secretVersion: 2 },
  ]);
  expect(await doorOf(id, 2)).toEqual({ url: 'https://other.example.com/x', secret: 'the first secret' });
  await set([{ id, ...HOOK, secret: 'the second secret' }], place.organizationId);
  expect(await inForce(place.organizationId)).toMatchObject([{ channelId: id, secretVersion: 3 }]);
  expect([await secretOf(id, 2), await secretOf(id, 3)]).toEqual([undefined, 'the second secret']);
  const told = (await facts(place.organizationId)).map(({ data }) => data['organizationId']);
  expect(told).toEqual([place.organizationId, place.organizationId, place.organizationId]);
});

test('with a channel its secret goes, and no other one', async () => {
  await set([
    { ...HOOK, secret: 'one' },
    { ...HOOK, url: 'https://b.example.com', secret: 'two' },
  ]);
  const [one, two] = (await inForce()).map(({ channelId }) => channelId);
  await set([{ id: two ?? '', ...HOOK, url: 'https://b.example.com' }]);
  expect((await inForce()).map(({ channelId }) => channelId)).toEqual([two]);
  expect([await secretOf(one ?? '', 1), await secretOf(two ?? '', 1)]).toEqual([undefined, 'two']);
});

test.each<[string, (id: string) => readonly WantedChannel[], string]>([
  [
    'one that is not there',
    (id) => [
      { id, ...HOOK },
      { id: 'nobody', ...HOOK },
    ],
    'channels[1].id',
  ],
  ['one that becomes of another kind', (id) => [{ id, ...MAIL }], 'channels[0].kind'],
  ['a new webhook that nothing signs', (id) => [{ id, ...HOOK }, HOOK], 'channels[1].secret'],
])('refused is %s, and everything stays', async (_, wanted, field) => {
  await set([{ ...HOOK, secret: 'a secret' }]);
  const [{ channelId } = { channelId: '' }] = await inForce();
  expect(await set(wanted(channelId))).toMatchObject({ code: 'VALIDATION_FAILED', extra: { errors: [{ field }] } });
  expect(await facts()).toHaveLength(1);
  expect(await secretOf(channelId, 1)).toBe('a secret');
});

test('of the account an owner sets them, of an organization who manages accounts there, and never the vendor’s support', async () => {
  await application.append('account', 'role-created', { roleId: 'r', name: 'R', permissions: ['accounts.manage'] });
  for (const userId of ['ann', 'vendor']) {
    const createdAt = application.at(0);
    const email = `${userId}@example.com`;
    const support = userId === 'vendor';
    await application.append(`user-${userId}`, 'user-created', { userId, email, support, createdAt });
    await application.append(`user-${userId}`, 'user-roles-assigned', { userId, roles: [{ roleId: 'r' }] });
  }
  await application.append('supportAccess', 'support-access-enabled', {
    organizationId: place.organizationId,
    windowId: 'w',
    reason: 'help',
    enabledBy: 'owner',
    enabledAt: application.at(0),
  });
  expect(await set([MAIL], undefined, 'ann')).toMatchObject({ code: 'PERMISSION_DENIED' });
  expect(await set([MAIL], place.organizationId, 'ann')).toBe('set');
  expect(await set([], place.organizationId, 'vendor')).toMatchObject({ code: 'PERMISSION_DENIED' });
  expect(await set([MAIL], 'nowhere', 'ann')).toMatchObject({ code: 'NOT_FOUND' });
  expect(await inForce(place.organizationId)).toHaveLength(1);
  const denied = [
    ...(await application.facts('denied-account')),
    ...(await application.facts(`denied-${place.organizationId}`)),
  ];
  expect(denied.map(({ type }) => type)).toEqual([
    'keyledger.notification-channels-set-refused.v1',
    'keyledger.notification-channels-set-refused.v1',
  ]);
});

test('an address that an earlier release told goes out of the log with the next setting, and is one fact', async () => {
  const { materialStore, sealing } = application.adapters;
  await materialStore.addSecret(sealing.sealSecret('channel-old', 1, 'the old secret'));
  const old = { channelId: 'old', ...HOOK, secretVersion: 1 };
  await application.append('notificationChannels-account', 'notification-channels-set', {
    channels: [old],
    setBy: 'owner',
    setAt: application.at(0),
  });
  for (let times = 0; times < 2; times++) expect(await set([{ id: 'old', ...HOOK }])).toBe('set');
  expect(await facts()).toHaveLength(2);
  expect(await inForce()).toEqual([{ channelId: 'old', ...TOLD, secretVersion: 2 }]);
  expect(await doorOf('old', 2)).toEqual({ url: HOOK.url, secret: 'the old secret' });
});
