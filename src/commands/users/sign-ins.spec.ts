import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { signInId } from '../../access/sign-ins';
import { AddSignIn, AddSignInHandler } from './add-sign-in';
import { CreateUser, CreateUserHandler } from './create-user';
import { EnsureFirstOwner, EnsureFirstOwnerHandler } from './ensure-first-owner';
import { OwnerRecovery } from './owner-recovery';
import { OwnerSignIns } from './owner-sign-ins';
import { Registration } from './registration';
import { RemoveSignIn, RemoveSignInHandler } from './remove-sign-in';

const pinOf = (subject: string) => ({ issuer: 'https://idp', subject });
const subjectOf = (subject: string) => `userSubject-${signInId(digest, pinOf(subject))}`;
const emailOf = (email: string) => `userEmail-${digest.of(email)}`;
const pinned = (userId: string, ...subjects: readonly string[]): Streams => ({
  [`user-${userId}`]: subjects.map((subject) => fact('user-pinned', { userId, ...pinOf(subject) })),
  ...Object.fromEntries(subjects.map((subject) => [subjectOf(subject), [fact('user-claimed', { userId })]])),
});
const PEOPLE = {
  owner: { owner: true },
  second: { owner: true },
  mighty: { owner: true, machine: true },
  clerk: { everywhere: ['accounts.manage'] },
  local: { here: ['accounts.manage'] },
  ann: {},
  bob: {},
} as const;
const STREAMS = peopleOf(PEOPLE, {
  ...pinned('ann', 'ann'),
  ...pinned('bob', 'bob', 'bob2'),
  ...pinned('second', 'second'),
});

const handlers = (ground: Ground) => {
  const { deciding, recording, refusals, reader } = ground;
  const registration = new Registration(deciding, digest, reader);
  const owners = new OwnerSignIns(deciding);
  return {
    create: new CreateUserHandler(recording, refusals, registration),
    add: new AddSignInHandler(recording, deciding, refusals, registration, owners, digest),
    remove: new RemoveSignInHandler(recording, deciding, refusals, owners, digest),
    first: new EnsureFirstOwnerHandler(deciding, new OwnerRecovery(deciding, registration, reader, digest)),
  };
};
const run = (more: Streams = {}) => {
  const ground = new Ground({ ...STREAMS, ...more });
  return { ground, ...handlers(ground) };
};
const refused = (command: string, asked: object, code: string): readonly Told[] => [
  ['denied-account', `${command}-refused`, { ...asked, code }],
];
const claimed = (stream: string, userId: string): Told => [stream, 'user-claimed', { userId }];
const pin = (userId: string, subject: string): Told => [`user-${userId}`, 'user-pinned', { userId, ...pinOf(subject) }];
const created = (userId: string, email: string, more: object = {}): Told => [
  `user-${userId}`,
  'user-created',
  { userId, email, support: false, ...more, createdAt: NOW },
];

const create = (who: string, [email, name, subject]: readonly [string, string?, string?], more: Streams = {}) => {
  const { ground, create: handler } = run(more);
  const wanted = subject === undefined ? undefined : pinOf(subject);
  return ground.when(() => handler.execute(new CreateUser(ground.as(who), email, name, wanted)));
};

test.each<[string, readonly [string, string?, string?], readonly Told[]]>([
  ['clerk', ['New@x.org'], [claimed(emailOf('new@x.org'), 'new1'), created('new1', 'New@x.org')]],
  [
    'owner',
    ['new@x.org', 'New', 'new'],
    [
      claimed(emailOf('new@x.org'), 'new1'),
      claimed(subjectOf('new'), 'new1'),
      created('new1', 'new@x.org', { displayName: 'New' }),
      pin('new1', 'new'),
    ],
  ],
])('%s makes a user %j: the claims first', async (who, asked, facts) => {
  expect(await create(who, asked)).toEqual({ answer: { id: 'new1', position: `000${facts.length}` }, facts });
});

test.each<[string, readonly [string, string?, string?], string, number]>([
  ['local', ['new@x.org'], 'PERMISSION_DENIED', 0],
  ['clerk', ['new@x.org', undefined, 'new'], 'PERMISSION_DENIED', 0],
  ['mighty', ['new@x.org', undefined, 'new'], 'PERMISSION_DENIED', 0],
  ['clerk', ['ANN@x.org'], 'EMAIL_TAKEN', 0],
  ['owner', ['new@x.org', undefined, 'ann'], 'CONFLICT', 0],
])('%s makes no user %j: %s', async (who, asked, code) => {
  const happened = await create(who, asked);
  expect([happened.refused, happened.facts]).toEqual([code, refused('user-create', { email: asked[0] }, code)]);
});

const half = { [emailOf('half@x.org')]: [fact('user-claimed', { userId: 'half' })] };
test('a user whose e-mail was claimed and who was never made is made now, with the pin', async () => {
  expect((await create('owner', ['half@x.org', undefined, 'half'], half)).facts).toEqual([
    claimed(subjectOf('half'), 'half'),
    created('half', 'half@x.org'),
    pin('half', 'half'),
  ]);
  const pinOfHalf = { ...half, [subjectOf('half')]: [fact('user-claimed', { userId: 'half' })] };
  const again = await create('owner', ['half@x.org', undefined, 'half'], pinOfHalf);
  expect(again.facts.map(([, noun]) => noun)).toEqual(['user-created', 'user-pinned']);
});

test('whoever is faster between the claim and the user has the e-mail, or the subject', async () => {
  const one = run(half);
  const user = { userId: 'half', email: 'half@x.org', support: false, createdAt: EARLIER };
  one.ground.justBefore('user-created', () => one.ground.also('user-half', fact('user-created', user)));
  const late = await one.ground.when(() => one.create.execute(new CreateUser(one.ground.as('clerk'), 'half@x.org')));
  expect(late).toMatchObject({ refused: 'EMAIL_TAKEN', facts: [['denied-account', 'user-create-refused', {}]] });
  const other = run();
  other.ground.justBefore('user-claimed', () =>
    other.ground.also(emailOf('x@x.org'), fact('user-claimed', { userId: 'z' })),
  );
  const email = await other.ground.when(() =>
    other.create.execute(new CreateUser(other.ground.as('owner'), 'x@x.org')),
  );
  expect(email.refused).toBe('EMAIL_TAKEN');
});

const add = (who: string, userId: string, subject: string, more: Streams = {}) => {
  const { ground, add: handler } = run(more);
  return ground.when(() => handler.execute(new AddSignIn(ground.as(who), userId, pinOf(subject))));
};
const lost = { account: [...(STREAMS['account'] ?? []), fact('owner-sign-ins-removed', { userId: 'second' })] };

test.each<[string, string, Streams, readonly Told[]]>([
  ['bob', 'new', {}, [claimed(subjectOf('new'), 'bob'), pin('bob', 'new')]],
  ['bob', 'bob', {}, []],
  [
    'second',
    'new',
    lost,
    [
      claimed(subjectOf('new'), 'second'),
      pin('second', 'new'),
      ['account', 'owner-sign-in-added', { userId: 'second' }],
    ],
  ],
])('an owner adds to %s the sign-in %s', async (userId, subject, more, facts) => {
  expect(await add('owner', userId, subject, more)).toEqual({
    answer: { id: signInId(digest, pinOf(subject)), position: `000${facts.length}` },
    facts,
  });
});

test.each<[string, string, string, string]>([
  ['clerk', 'bob', 'new', 'PERMISSION_DENIED'],
  ['mighty', 'bob', 'new', 'PERMISSION_DENIED'],
  ['owner', 'x', 'new', 'NOT_FOUND'],
  ['owner', 'bob', 'ann', 'CONFLICT'],
])('%s does not add to %s the sign-in %s: %s', async (who, userId, subject, code) => {
  const happened = await add(who, userId, subject);
  const asked = { userId, ...pinOf(subject) };
  expect([happened.refused, happened.facts]).toEqual([code, refused('sign-in-add', asked, code)]);
});

test('a sign-in whose holder gave it up half-way goes to who is given it', async () => {
  const gone = {
    'user-ann': [...(STREAMS['user-ann'] ?? []), fact('user-unpinned', { userId: 'ann', ...pinOf('ann') })],
  };
  expect((await add('owner', 'bob', 'ann', gone)).facts).toEqual([claimed(subjectOf('ann'), 'bob'), pin('bob', 'ann')]);
});

test('a sign-in that somebody else claims meanwhile is theirs', async () => {
  const { ground, add: handler } = run();
  const claim = () => ground.also(subjectOf('new'), fact('user-claimed', { userId: 'ann' }));
  ground.justBefore('user-claimed', () => {
    claim();
    ground.also('user-ann', fact('user-pinned', { userId: 'ann', ...pinOf('new') }));
  });
  const happened = await ground.when(() => handler.execute(new AddSignIn(ground.as('owner'), 'bob', pinOf('new'))));
  expect(happened).toMatchObject({ refused: 'CONFLICT', facts: [['denied-account', 'sign-in-add-refused', {}]] });
});

const remove = (who: string, userId: string, subject: string, more: Streams = {}) => {
  const { ground, remove: handler } = run(more);
  const id = signInId(digest, pinOf(subject));
  return ground.when(() => handler.execute(new RemoveSignIn(ground.as(who), userId, id)));
};
const unpinned = (userId: string, subject: string): Told => [
  `user-${userId}`,
  'user-unpinned',
  { userId, ...pinOf(subject) },
];
const released = (userId: string, subject: string): Told => [subjectOf(subject), 'user-claim-released', { userId }];
const without: Told = ['account', 'owner-sign-ins-removed', { userId: 'second' }];

test.each<[string, string, readonly Told[]]>([
  ['bob', 'bob', [unpinned('bob', 'bob'), released('bob', 'bob')]],
  ['ann', 'ann', [unpinned('ann', 'ann'), released('ann', 'ann')]],
  ['second', 'second', [without, unpinned('second', 'second'), released('second', 'second')]],
])('an owner takes from %s the sign-in %s', async (userId, subject, facts) => {
  const answer = { id: signInId(digest, pinOf(subject)), position: `000${facts.length}` };
  expect(await remove('owner', userId, subject)).toEqual({ answer, facts });
});

test.each<[string, string, string, string, Streams]>([
  ['clerk', 'bob', 'bob', 'PERMISSION_DENIED', {}],
  ['mighty', 'bob', 'bob', 'PERMISSION_DENIED', {}],
  ['owner', 'x', 'bob', 'NOT_FOUND', {}],
  ['owner', 'bob', 'ann', 'NOT_FOUND', {}],
  ['second', 'second', 'second', 'LAST_OWNER', { account: [fact('owner-added', { userId: 'second' })] }],
])('%s does not take from %s the sign-in %s: %s', async (who, userId, subject, code, more) => {
  const happened = await remove(who, userId, subject, more);
  const asked = { userId, signInId: signInId(digest, pinOf(subject)) };
  expect([happened.refused, happened.facts]).toEqual([code, refused('sign-in-remove', asked, code)]);
});

test('who was stopped before the claim was given back gives it back when coming again', async () => {
  const gone = {
    'user-ann': [...(STREAMS['user-ann'] ?? []), fact('user-unpinned', { userId: 'ann', ...pinOf('ann') })],
  };
  expect((await remove('owner', 'ann', 'ann', gone)).facts).toEqual([released('ann', 'ann')]);
});

test('made the only owner while the last sign-in goes, a user keeps it', async () => {
  const { ground, remove: handler } = run({ account: [fact('owner-added', { userId: 'owner' })] });
  ground.justBefore('user-unpinned', () => {
    ground.also('account', fact('owner-added', { userId: 'ann' }), fact('owner-removed', { userId: 'owner' }));
  });
  const id = signInId(digest, pinOf('ann'));
  const { refused: code, facts } = await ground.when(() =>
    handler.execute(new RemoveSignIn(ground.as('owner'), 'ann', id)),
  );
  expect([code, facts.map(([, noun]) => noun)]).toEqual([
    'LAST_OWNER',
    ['user-unpinned', 'user-pinned', 'sign-in-remove-refused'],
  ]);
});

test('an account without an owner gets its first one, and no second one', async () => {
  const { ground, first } = run({ account: [] });
  const run2 = (email: string) =>
    ground.when(() => first.execute(new EnsureFirstOwner(ground.policy(), { email, believed: [] })));
  const added: Told = ['account', 'owner-added', { userId: 'new1', email: 'o@x.org' }];
  expect((await run2('o@x.org')).facts).toEqual([
    claimed(emailOf('o@x.org'), 'new1'),
    created('new1', 'o@x.org'),
    added,
  ]);
  expect((await run2('p@x.org')).facts).toEqual([]);
});
