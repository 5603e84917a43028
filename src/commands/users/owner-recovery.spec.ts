import { NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { signInId } from '../../access/sign-ins';
import { OwnerRecovery, type NamedOwner } from './owner-recovery';
import { Registration } from './registration';

/** Who holds the root key makes somebody an owner who can sign in: named by e-mail, by a subject, or by both. */
const ISSUER = 'https://idp';
const pin = (subject: string, issuer = ISSUER) => ({ issuer, subject });
const pinned = (userId: string, subject: string, issuer = ISSUER): Streams => ({
  [`user-${userId}`]: [fact('user-pinned', { userId, ...pin(subject, issuer) })],
  [`userSubject-${signInId(digest, pin(subject, issuer))}`]: [fact('user-claimed', { userId })],
});
const STREAMS = peopleOf(
  { boss: { owner: true }, ann: {}, bob: { off: true }, robot: { machine: true }, eve: {} },
  { ...pinned('boss', 'boss'), ...pinned('ann', 'ann'), ...pinned('eve', 'eve', 'https://former') },
);
const recover = async (owner: Omit<NamedOwner, 'believed'>, streams: Streams = {}) => {
  const ground = new Ground({ ...STREAMS, ...streams });
  const registration = new Registration(ground.deciding, digest, ground.reader);
  const recovery = new OwnerRecovery(ground.deciding, registration, ground.reader, digest);
  const named = { ...owner, believed: [ISSUER] };
  const run = () => recovery.recover(ground.policy(), named, 'locked out');
  const first = await ground.when(run);
  return { ...first, nouns: first.facts.map(([, noun]) => noun), again: () => ground.when(run) };
};

test('an owner who may act and sign in already is no fact', async () => {
  const { answer, facts } = await recover({ email: 'boss@x.org' });
  expect([answer, facts]).toEqual([
    { userId: 'boss', email: 'boss@x.org', signIns: [pin('boss')], changed: false },
    [],
  ]);
});

test('somebody who was none becomes one, and the account says how, before anything lets them in; once', async () => {
  const { answer, nouns, facts, again } = await recover({ email: 'bob@x.org', signIn: pin('bob') });
  expect(answer).toEqual({ userId: 'bob', email: 'bob@x.org', signIns: [pin('bob')], changed: true });
  expect(nouns).toEqual(['owner-added', 'owner-recovered', 'user-claimed', 'user-switched-on', 'user-pinned']);
  const told = { userId: 'bob', email: 'bob@x.org', ...pin('bob'), reason: 'locked out', recoveredAt: NOW };
  expect(facts[1]).toEqual(['account', 'owner-recovered', told]);
  expect(await again()).toMatchObject({ answer: { userId: 'bob', changed: false }, facts: [] });
});

test('whose only sign-in is of an issuer that is believed no more is let in by the e-mail', async () => {
  const { answer, nouns } = await recover({ email: 'eve@x.org' });
  expect(answer).toEqual({ userId: 'eve', email: 'eve@x.org', signIns: [], changed: true });
  expect(nouns).toContain('user-unpinned');
});

test('who has a sign-in that is believed keeps it', async () => {
  const { answer } = await recover({ email: 'ann@x.org' });
  expect(answer).toMatchObject({ userId: 'ann', signIns: [pin('ann')], changed: true });
});

test('a subject alone names who has it', async () => {
  const { answer } = await recover({ signIn: pin('ann') });
  expect(answer).toEqual({ userId: 'ann', email: 'ann@x.org', signIns: [pin('ann')], changed: true });
});

test('an e-mail that nobody has makes a user of that e-mail', async () => {
  const { answer, facts } = await recover({ email: 'new@x.org' });
  expect(answer).toEqual({ userId: 'new1', email: 'new@x.org', signIns: [], changed: true });
  const made = facts.find(([, noun]) => noun === 'user-created');
  expect(made).toMatchObject(['user-new1', 'user-created', { userId: 'new1', email: 'new@x.org', support: false }]);
});

test.each<[string, string]>([
  ['carol', 'carol'],
  [' carol ', 'carol'],
  ['c'.repeat(201), 'c'.repeat(200)],
  ['carol@x.org', 'Owner '],
  [' ', 'Owner '],
])('a subject that nobody has, %j, makes a user who is called %s', async (subject, called) => {
  const { answer, facts, again } = await recover({ signIn: pin(subject) });
  const userId = digest.of('owner', ISSUER, subject);
  expect(answer).toEqual({ userId, signIns: [pin(subject)], changed: true });
  const [, , made] = facts.find(([, noun]) => noun === 'user-created') ?? [];
  const displayName = called === 'Owner ' ? `Owner ${userId.slice(-8)}` : called;
  expect(made).toMatchObject({ userId, displayName });
  expect(made).not.toHaveProperty('email');
  expect(await again()).toMatchObject({ answer: { userId, changed: false }, facts: [] });
});

test.each<[string, Omit<NamedOwner, 'believed'>]>([
  ['a subject of one user and the e-mail of another', { email: 'bob@x.org', signIn: pin('ann') }],
  ['a subject of one user and an e-mail of nobody', { email: 'new@x.org', signIn: pin('ann') }],
])('%s are refused, and nothing is told', async (_, owner) => {
  expect(await recover(owner)).toMatchObject({ refused: 'CONFLICT', facts: [] });
});

test('a machine is never the owner who stays', async () => {
  const robot = { [`userSubject-${signInId(digest, pin('robot'))}`]: [fact('user-claimed', { userId: 'robot' })] };
  const streams = {
    ...robot,
    'user-robot': [...(STREAMS['user-robot'] ?? []), fact('user-pinned', { userId: 'robot', ...pin('robot') })],
  };
  const { refused, nouns } = await recover({ signIn: pin('robot') }, streams);
  expect([refused, nouns]).toEqual(['CONFLICT', []]);
});
