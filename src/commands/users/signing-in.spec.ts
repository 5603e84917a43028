import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, type APerson } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { signInId } from '../../access/sign-ins';
import type { Context } from '../../kernel/context';
import type { Principal } from '../../kernel/token-issuers';
import { TokenSignIn } from './token-sign-in';
import { OwnerSignIns } from './owner-sign-ins';
import { Registration } from './registration';
import { SignInUser } from './sign-in-user';
import { TokenUses } from './token-uses';

const pinOf = (subject: string) => ({ issuer: 'https://idp', subject });
const subjectOf = (subject: string) => `userSubject-${signInId(digest, pinOf(subject))}`;
const known = (userId: string, person: APerson = {}): Streams =>
  peopleOf(
    { [userId]: person },
    {
      [`user-${userId}`]: [fact('user-pinned', { userId, ...pinOf(userId) })],
      [subjectOf(userId)]: [fact('user-claimed', { userId })],
    },
  );
const principal = (subject: string, more: Partial<Principal> = {}): Principal => ({
  ...pinOf(subject),
  email: `${subject}@x.org`,
  emailVerified: true,
  support: false,
  expiresAt: 0,
  ...more,
});
const signIn = (streams: Streams, who: Principal) => {
  const ground = new Ground(streams);
  const { deciding, reader } = ground;
  const registration = new Registration(deciding, digest, reader);
  const sign = new SignInUser(reader, deciding, registration, new OwnerSignIns(deciding));
  const context: Context = { ...ground.as(''), actor: { kind: 'user' } };
  return ground.when(() => sign.signIn(who, context));
};
const ann = { userId: 'ann', email: 'ann@x.org', support: false };
const pinned = (userId: string, subject: string): Told => [
  `user-${userId}`,
  'user-pinned',
  { userId, ...pinOf(subject) },
];
const claimed = (stream: string, userId: string): Told => [stream, 'user-claimed', { userId }];
const marked: Told = ['user-ann', 'user-marked-as-support', { userId: 'ann' }];
const owner = { ...known('ann'), account: [fact('owner-added', { userId: 'ann' })] };
const lostOwner = {
  ...peopleOf({ ann: {}, bob: { owner: true } }),
  'user-ann': [...(known('ann')['user-ann'] ?? []), fact('user-unpinned', { userId: 'ann', ...pinOf('ann') })],
  account: [
    ...['ann', 'bob'].map((userId) => fact('owner-added', { userId })),
    fact('owner-sign-ins-removed', { userId: 'ann' }),
  ],
};

test.each<[string, Streams, Principal, object, readonly Told[]]>([
  ['somebody known', known('ann'), principal('ann'), ann, []],
  ['somebody known, whatever e-mail the token says', known('ann'), principal('ann', { email: 'b@x.org' }), ann, []],
  [
    'somebody known, without any',
    known('ann'),
    { ...pinOf('ann'), emailVerified: false, support: false, expiresAt: 0 },
    ann,
    [],
  ],
  [
    'somebody new',
    {},
    principal('New'),
    { userId: 'new1', email: 'New@x.org', support: false },
    [
      claimed(`userEmail-${digest.of('new@x.org')}`, 'new1'),
      ['user-new1', 'user-created', { userId: 'new1', email: 'New@x.org', support: false, createdAt: NOW }],
      pinned('new1', 'New'),
      claimed(subjectOf('New'), 'new1'),
    ],
  ],
  [
    'somebody made before the first sign-in',
    peopleOf({ ann: {} }),
    principal('sub', { email: 'ANN@x.org' }),
    ann,
    [claimed(subjectOf('sub'), 'ann'), pinned('ann', 'sub')],
  ],
  ['the vendor’s support', known('ann'), principal('ann', { support: true }), { ...ann, support: true }, [marked]],
  [
    'support that is known as such',
    known('ann', { support: true }),
    principal('ann', { support: true }),
    { ...ann, support: true },
    [],
  ],
  ['support, as the user is marked', known('ann', { support: true }), principal('ann'), { ...ann, support: true }, []],
  ['an owner, whom no issuer marks', owner, principal('ann', { support: true }), { ...ann, support: true }, []],
  [
    'an owner who had lost all sign-ins',
    lostOwner,
    principal('again', { email: 'ann@x.org' }),
    ann,
    [claimed(subjectOf('again'), 'ann'), pinned('ann', 'again'), ['account', 'owner-sign-in-added', { userId: 'ann' }]],
  ],
])('signs in: %s', async (_, streams, who, user, facts) => {
  const { answer, facts: told, refused } = await signIn(streams, who);
  const { view, ...signedIn } = answer ?? {};
  expect([refused, signedIn, told]).toEqual([undefined, user, facts]);
  if (told.length > 0) expect(view).toBeUndefined();
});

test.each<[string, Streams, Principal, RegExp]>([
  ['who is switched off', known('ann', { off: true }), principal('ann'), /switched off/],
  ['another one with the e-mail', known('ann'), principal('sub', { email: 'ann@x.org' }), /Another sign-in/],
  ['one whose sign-in was removed', lostOwner, principal('ann'), /was removed/],
  [
    'somebody new without e-mail',
    {},
    { ...pinOf('new'), emailVerified: true, support: false, expiresAt: 0 },
    /carries no e-mail/,
  ],
  ['somebody new whose e-mail is not verified', {}, principal('new', { emailVerified: false }), /not verified/],
  ['somebody new whose e-mail looks like another', {}, principal('new', { email: 'ｍike@x.org' }), /not taken on/],
])('does not sign in, and makes no fact: %s', async (_, streams, who, detail) => {
  const happened = await signIn(streams, who);
  expect(happened).toMatchObject({ refused: 'UNAUTHENTICATED', facts: [], detail: expect.stringMatching(detail) });
});

const token = {
  userId: 'robot',
  tokenId: 't',
  name: 'CI',
  hash: '#t',
  createdAt: EARLIER,
  createdBy: 'm',
  expiresAt: LATER,
};
const machine = (more: object = {}, off = false): Streams =>
  peopleOf(
    { robot: { machine: true } },
    {
      'user-robot': [
        fact('token-made', { ...token, ...more }),
        ...(off ? [fact('user-switched-off', { userId: 'robot' })] : []),
      ],
    },
  );
const tokens = {
  read: (text: string) => (text.startsWith('klt_') ? { userId: 'robot', hashes: [`#${text.slice(4)}`] } : undefined),
} as never;
const byToken = (streams: Streams, text: string, from = '10.0.0.1') => {
  const ground = new Ground(streams);
  const used: string[] = [];
  const uses = { tell: (tokenId: string, at: number) => used.push(`${tokenId} ${at}`) } as never;
  const sign = new TokenSignIn(ground.reader, tokens, ground.clock, uses);
  return { used, work: ground.when(() => sign.signIn(text, (addresses) => addresses.includes(from))) };
};

test.each<[string, object, object]>([
  ['by a token', {}, {}],
  ['by one that names what it may', { permissions: ['pam_audit.read'] }, { permissions: ['pam_audit.read'] }],
  ['by one of this address', { addresses: ['10.0.0.1'] }, {}],
])('a machine signs in %s, and its use is told', async (_, more, narrowed) => {
  const { used, work } = byToken(machine(more), 'klt_t');
  const { answer } = await work;
  expect(answer).toEqual({ userId: 'robot', support: false, token: { id: 't', ...narrowed }, view: expect.anything() });
  expect(used).toEqual([`t ${Date.parse(NOW)}`]);
});

test.each<[string, Streams, string, RegExp]>([
  ['by what is no token', machine(), 'nonsense', /cut or mistyped/],
  ['by one there is not', machine(), 'klt_x', /not known/],
  [
    'by one that was revoked',
    {
      ...machine(),
      'user-robot': [...(machine()['user-robot'] ?? []), fact('token-revoked', { userId: 'robot', tokenId: 't' })],
    },
    'klt_t',
    /not known/,
  ],
  ['by one that expired', machine({ expiresAt: NOW }), 'klt_t', /expired at/],
  ['that is switched off', machine({}, true), 'klt_t', /switched off/],
  ['from another address', machine({ addresses: ['10.0.0.2'] }), 'klt_t', /not be used from this address/],
])('no machine signs in %s', async (_, streams, text, detail) => {
  const { used, work } = byToken(streams, text);
  expect(await work).toMatchObject({ refused: 'UNAUTHENTICATED', detail: expect.stringMatching(detail) });
  expect(used).toEqual([]);
});

test('the use of a token is told once a minute, and again when it could not be', async () => {
  const told: string[] = [];
  const troubles: string[] = [];
  let isAway = false;
  const useToken = async (tokenId: string, at: number) => {
    if (isAway) throw new Error('away');
    told.push(`${tokenId} ${at}`);
  };
  const uses = new TokenUses({ useToken } as never, { report: (what) => void troubles.push(what) });
  uses.tell('t', 0);
  uses.tell('t', 59_999);
  uses.tell('u', 59_999);
  isAway = true;
  uses.tell('t', 60_000);
  await new Promise(setImmediate);
  isAway = false;
  uses.tell('t', 60_001);
  expect(told).toEqual(['t 0', 'u 59999', 't 60001']);
  expect(troubles).toEqual(['telling when a token was used']);
});
