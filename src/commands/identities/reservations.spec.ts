import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { accountKey } from '../../domain/identities/connectors';
import { ReleaseReservations, ReleaseReservationsHandler, type Reservation } from './release-reservations';
import { Reservations } from './reservations';

const subject = { organizationId: 'o', identityGroupId: 'v', identityId: 'i' };
const account = (username: string, ...hostIds: readonly string[]) => ({
  username,
  hostIds,
  connector: 'linux-password',
});
const keyOf = (hostId: string, username: string) => digest.of(...accountKey(hostId, account(username)));
const accountOf = (hostId: string, username: string) => `hostAccount-${keyOf(hostId, username)}`;
const place = (hostId: string, identityId = 'i') => ({ organizationId: 'o', hostId, identityId });
const inVault = { organizationId: 'o', identityGroupId: 'v', identityId: 'i' };

/** Everything an identity holds that means an account on hosts; `other`: an account that another one holds. */
const held = (username: string, ...hostIds: readonly string[]): Streams => ({
  'vaultMembers-v': [fact('vault-member-reserved', inVault)],
  ...Object.fromEntries(hostIds.map((id) => [`hostMembers-${id}`, [fact('host-member-reserved', place(id))]])),
  ...Object.fromEntries(hostIds.map((id) => [accountOf(id, username), [fact('host-account-reserved', place(id))]])),
});
const others = (hostId: string, username: string): Streams => ({
  [accountOf(hostId, username)]: [fact('host-account-reserved', place(hostId, 'j'))],
});
const reserved = (hostId: string, username: string): readonly Told[] => [
  [`hostMembers-${hostId}`, 'host-member-reserved', place(hostId)],
  [accountOf(hostId, username), 'host-account-reserved', place(hostId)],
];
const released = (hostId: string, username: string): Told => [
  accountOf(hostId, username),
  'host-account-released',
  place(hostId),
];
const left = (hostId: string): Told => [`hostMembers-${hostId}`, 'host-member-released', place(hostId)];
const entered: Told = ['vaultMembers-v', 'vault-member-reserved', inVault];
const gone: Told = ['vaultMembers-v', 'vault-member-released', inVault];

const run = (streams: Streams, work: (reservations: Reservations, ground: Ground) => Promise<unknown>) => {
  const ground = new Ground(streams);
  return ground.when(() => work(new Reservations(ground.deciding, digest), ground));
};
const enter = (streams: Streams, wanted: ReturnType<typeof account>) =>
  run(streams, (places, ground) => places.enter(ground.policy(), subject, wanted));

test('an identity takes its place in the vault, then on each host, then its account there', async () => {
  const { facts } = await enter({}, account('root', 'a', 'b'));
  expect(facts).toEqual([entered, ...reserved('a', 'root'), ...reserved('b', 'root')]);
  expect((await enter(held('root', 'a', 'b'), account('root', 'a', 'b'))).facts).toEqual([]);
});

test('where one account is another’s, nothing stays taken', async () => {
  expect(await enter(others('b', 'root'), account('root', 'a', 'b'))).toMatchObject({
    refused: 'ACCOUNT_ALREADY_MANAGED',
    facts: [
      entered,
      ...reserved('a', 'root'),
      ['hostMembers-b', 'host-member-reserved', place('b')],
      released('a', 'root'),
      left('a'),
      left('b'),
      gone,
    ],
  });
});

test('into a vault or onto a host that is about to be deleted nothing comes', async () => {
  const closed = { 'vaultMembers-v': [fact('vault-members-closed', { organizationId: 'o', identityGroupId: 'v' })] };
  expect(await enter(closed, account('root', 'a'))).toMatchObject({ refused: 'NOT_FOUND', facts: [] });
  const host = { 'hostMembers-a': [fact('host-members-closed', { organizationId: 'o', hostId: 'a' })] };
  expect(await enter(host, account('root', 'a'))).toMatchObject({ refused: 'NOT_FOUND', facts: [entered, gone] });
});

test('what fails for another reason than a refusal is left as it is: the next try goes on', async () => {
  const ground = new Ground({});
  ground.justBefore('host-account-reserved', () => Promise.reject(new Error('away')));
  const places = new Reservations(ground.deciding, digest);
  await expect(places.enter(ground.policy(), subject, account('root', 'a'))).rejects.toThrow('away');
  expect(ground.told.map(([, noun]) => noun)).toEqual(['vault-member-reserved', 'host-member-reserved']);
});

test('an identity gives back its accounts, its hosts, its vault', async () => {
  const all = account('root', 'a', 'b');
  const { facts } = await run(held('root', 'a', 'b'), (places, ground) => places.leave(ground.policy(), subject, all));
  expect(facts).toEqual([released('a', 'root'), released('b', 'root'), left('a'), left('b'), gone]);
});

type Account = ReturnType<typeof account>;
const move = (streams: Streams, from: Account, to: Account) =>
  run(streams, async (places, ground) => {
    const leave = await places.move(ground.policy(), subject, from, to);
    const taken = ground.told.length;
    await leave();
    return taken;
  });

test.each<[string, Account, Account, readonly Told[], readonly Told[]]>([
  ['nowhere', account('root', 'a'), account('root', 'a'), [], []],
  ['to one more host', account('root', 'a'), account('root', 'a', 'b'), reserved('b', 'root'), []],
  ['from a host', account('root', 'a', 'b'), account('root', 'a'), [], [released('b', 'root'), left('b')]],
  [
    'to another host',
    account('root', 'a'),
    account('root', 'b'),
    reserved('b', 'root'),
    [released('a', 'root'), left('a')],
  ],
  [
    'to another account of the same host',
    account('root', 'a'),
    account('admin', 'a'),
    [[accountOf('a', 'admin'), 'host-account-reserved', place('a')]],
    [released('a', 'root')],
  ],
])(
  'an identity moves %s: what is new is taken first, what is old given back last',
  async (_, from, to, taken, back) => {
    const { facts, answer } = await move(held('root', ...from.hostIds), from, to);
    expect([facts, answer]).toEqual([[...taken, ...back], taken.length]);
  },
);

test.each<[string, Account, Streams, readonly Told[]]>([
  ['the same host', account('admin', 'a'), others('a', 'admin'), []],
  [
    'one more host',
    account('root', 'a', 'b'),
    others('b', 'root'),
    [['hostMembers-b', 'host-member-reserved', place('b')], left('b')],
  ],
  [
    'the second of its hosts',
    account('admin', 'a', 'b'),
    others('b', 'admin'),
    [
      [accountOf('a', 'admin'), 'host-account-reserved', place('a')],
      ['hostMembers-b', 'host-member-reserved', place('b')],
      released('a', 'admin'),
      left('b'),
    ],
  ],
])(
  'an identity that may not move, as an account on %s is another’s, keeps all that it has',
  async (_, to, other, facts) => {
    const happened = await move({ ...held('root', 'a'), ...other }, account('root', 'a'), to);
    expect(happened).toMatchObject({ refused: 'ACCOUNT_ALREADY_MANAGED', facts });
  },
);

const identity = (status: 'active' | 'deleted'): Streams => ({
  'identity-i': [
    fact('identity-created', {
      ...subject,
      ...account('root', 'a'),
      name: 'root',
      credentialType: 'password',
      rotateAfterUse: false,
      allowConcurrentCheckout: false,
      maxConcurrentSessions: 1,
      credentialVersion: 1,
      createdAt: '2026-01-01T00:00:00.000Z',
    }),
    ...(status === 'deleted' ? [fact('identity-deleted', { ...subject, deletedAt: '2026-01-02T00:00:00.000Z' })] : []),
  ],
});
const PLACES: readonly Reservation[] = [
  { in: 'vault', id: 'v' },
  { in: 'host', id: 'a' },
  { in: 'account', id: keyOf('a', 'root'), hostId: 'a' },
  { in: 'host', id: 'b' },
  { in: 'account', id: keyOf('a', 'admin'), hostId: 'a' },
];

test.each<[string, Streams, readonly Told[]]>([
  ['one that is there', identity('active'), [released('a', 'admin'), left('b')]],
  [
    'one that is deleted',
    identity('deleted'),
    [released('a', 'root'), released('a', 'admin'), left('a'), left('b'), gone],
  ],
  ['one that never came', {}, [released('a', 'root'), released('a', 'admin'), left('a'), left('b'), gone]],
])('what is held for %s is given back, but for what it needs', async (_, streams, facts) => {
  const ground = new Ground({
    ...held('root', 'a', 'b'),
    ...held('admin', 'a', 'b'),
    ...held('root', 'a', 'b'),
    ...streams,
  });
  const handler = new ReleaseReservationsHandler(ground.deciding, digest);
  const happened = await ground.when(() => handler.execute(new ReleaseReservations(ground.policy(), 'o', 'i', PLACES)));
  expect(happened.facts).toEqual(facts);
});
