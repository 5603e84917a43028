import { channels, HOOK, POST } from '../../test/support/streams/notified';
import { viewOf, type Streams } from '../../test/support/streams/view-of';
import { channelsOf } from './channels-of';
import { channelSecretName, openChannelEndpoint, type ChannelEndpointReaders } from './channel-endpoint';

const URL = 'https://chat.example.com/in/7f3a';
const NEW = {
  channelId: 'new',
  kind: 'webhook',
  origin: 'https://chat.example.com',
  secretVersion: 1,
  kinds: ['break-glass'],
};
const SEALED: Record<string, string> = {
  'channel-new 1': `{"url":"${URL}","secret":"whsec"}`,
  'channel-hook 3': 'whsec',
};
const KEYS = {
  material: { secret: async (place: string, version: number) => SEALED[`${place} ${version}`] },
  sealing: { openSecret: (sealed: string) => sealed },
} as unknown as ChannelEndpointReaders;
const told = async (streams: Streams, keys: ChannelEndpointReaders | undefined, organizationId = 'o') =>
  (await channelsOf(viewOf(streams), organizationId, keys)).channels;

test('who may know the whole address of a channel is told it, and never its secret', async () => {
  expect(await told(channels('o', NEW, HOOK, POST), KEYS)).toStrictEqual([
    { id: 'new', kind: 'webhook', kinds: ['break-glass'], url: URL, hasSecret: true },
    { id: 'hook', kind: 'webhook', url: HOOK.url, hasSecret: true },
    { id: 'post', kind: 'mail', to: POST.to },
  ]);
});

test('others are told where it leads', async () => {
  expect(await told(channels('o', NEW, HOOK, POST), undefined)).toStrictEqual([
    { id: 'new', kind: 'webhook', kinds: ['break-glass'], url: 'https://chat.example.com', hasSecret: true },
    { id: 'hook', kind: 'webhook', url: 'https://chat.example.com', hasSecret: true },
    { id: 'post', kind: 'mail', to: POST.to },
  ]);
});

test('of a channel whose door is not in the store any more no more is told than where it leads', async () => {
  const lost = { ...NEW, secretVersion: 9 };
  expect(await told(channels('o', lost), KEYS)).toMatchObject([{ url: 'https://chat.example.com', hasSecret: true }]);
});

test('the channels of an organization and of the account are each their own', async () => {
  const both = { ...channels('o', POST), ...channels('account', HOOK) };
  expect((await told(both, KEYS)).map(({ id }) => id)).toEqual(['post']);
  expect((await channelsOf(viewOf(both), undefined, KEYS)).channels.map(({ id }) => id)).toEqual(['hook']);
  expect(await told(both, KEYS, 'p')).toEqual([]);
});

test.each([
  ['of this release: address and secret lie sealed', NEW, { url: URL, secret: 'whsec' }],
  ['of an earlier one: the fact tells the address', HOOK, { url: HOOK.url, secret: 'whsec' }],
  ['of an earlier one without an address', { ...HOOK, url: undefined }, { url: '', secret: 'whsec' }],
  ['that is not there', { ...NEW, secretVersion: 2 }, undefined],
  ['that never had one', { ...NEW, secretVersion: undefined }, undefined],
])('a door is opened, one %s', async (_, channel, door) => {
  expect(await openChannelEndpoint(KEYS, channel as never)).toEqual(door);
});

test('each channel has its own place', () => {
  expect([channelSecretName('a'), channelSecretName('b')]).toEqual(['channel-a', 'channel-b']);
});
