import { NOW } from '../../../test/support/streams/a-vault';
import { grantOf, HELD, HELD_SINCE, HELD_UNTIL, subject } from '../../../test/support/streams/a-held-identity';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { StoreUnavailable } from '../../kernel/store-errors';
import { Decisions } from '../deciding/decisions';
import { CheckInSession, CheckInSessionHandler } from './check-in-session';
import { FindSession } from './find-session';
import { TransferSession, TransferSessionHandler } from './transfer-session';
import { withMethods } from '../../../test/support/with-methods';

/** Sessions that ended are found in the log, as the facts of the spec tell them. */
const find = (ground: Ground) => {
  const page = async (stream: string) => {
    const told = ground.told.filter(([where]) => where === stream).map(([, noun, data]) => fact(noun, data));
    const all = [...(HELD[stream] ?? []), ...told];
    return all.map((event, revision) => ({ ...event, revision })).toReversed();
  };
  return new FindSession(
    withMethods(ground.reader, { page } as never),
    { readModel: () => ({ get: async () => undefined }) } as never,
    { waitFor: async () => false } as never,
  );
};
const transfer = (ground: Ground, who: string, to: string, { ids = ground.ids, deciding = ground.deciding } = {}) =>
  ground.when(async () =>
    new TransferSessionHandler(deciding, ground.refusals, find(ground), digest).execute(
      new TransferSession(ground.as(who, { ids }), 'i.s', { userId: to, reason: 'shift ends' }),
    ),
  );
const run = (who: string, to: string, more: Streams = {}) => transfer(new Ground({ ...HELD, ...more }), who, to);
const nouns = (facts: readonly (readonly [string, string, object])[]) => facts.map(([, noun]) => noun);
const HANDED = ['identity-checked-in', 'identity-checked-out'];

test('ends one and begins the other in one append', async () => {
  const { answer, facts } = await run('ann', 'bob');
  expect(facts).toEqual([
    [
      'identity-i',
      'identity-checked-in',
      {
        ...subject,
        sessionId: 'i.s',
        userId: 'ann',
        endedBy: 'transfer',
        endedAt: NOW,
        reason: 'shift ends',
        transferredTo: 'i.new1',
      },
    ],
    [
      'identity-i',
      'identity-checked-out',
      expect.objectContaining({
        ...subject,
        sessionId: 'i.new1',
        userId: 'bob',
        userEmail: 'bob@x.org',
        reason: 'shift ends',
        durationMinutes: 30,
        evidence: { ownerBypass: false, grantId: 'g-bob', idpUserId: 'p-bob' },
        transferredFrom: { sessionId: 'i.s', userId: 'ann', userEmail: 'ann@x.org' },
        heldSince: HELD_SINCE,
        checkedOutAt: NOW,
        expiresAt: HELD_UNTIL,
      }),
    ],
  ]);
  expect(answer?.session).toMatchObject({ id: 'i.new1', userId: 'bob', expiresAt: HELD_UNTIL });
});

const grantsOf = (...grants: readonly ReturnType<typeof grantOf>[]): Streams => ({
  'vaultAccess-v': [grantOf('ann'), ...grants],
});
test.each<[string, string, string, Streams, string]>([
  ['somebody else', 'cid', 'bob', {}, 'PERMISSION_DENIED'],
  ['a manager', 'manager', 'bob', {}, 'PERMISSION_DENIED'],
  ['somebody to whom it is hidden', 'stranger', 'bob', {}, 'NOT_FOUND'],
  ['to the holder', 'ann', 'ann', {}, 'RECEIVER_NOT_ALLOWED'],
  ['to nobody', 'ann', 'nobody', {}, 'RECEIVER_NOT_ALLOWED'],
  ['to somebody without a grant', 'ann', 'cid', {}, 'RECEIVER_NOT_ALLOWED'],
  ['to somebody without a role', 'ann', 'stranger', {}, 'RECEIVER_NOT_ALLOWED'],
  [
    'to somebody who may only see it',
    'ann',
    'bob',
    grantsOf(grantOf('bob', { level: 'view_credentials' })),
    'RECEIVER_NOT_ALLOWED',
  ],
  [
    'to somebody whose grant is over',
    'ann',
    'bob',
    grantsOf(grantOf('bob', { expiresAt: NOW })),
    'RECEIVER_NOT_ALLOWED',
  ],
])('is refused %s, and that is a fact', async (_, who, to, more, code) => {
  const { refused, facts } = await run(who, to, more);
  expect([refused, facts]).toEqual([
    code,
    [
      [
        'denied-o',
        'session-transfer-refused',
        { ...subject, sessionId: 'i.s', receiverId: to, reason: 'shift ends', code },
      ],
    ],
  ]);
});

test('a giver whose own grant is gone loses the session, and hands nothing over', async () => {
  const { refused, facts } = await run('ann', 'bob', { 'vaultAccess-v': [grantOf('bob')] });
  expect([refused, nouns(facts)]).toEqual([
    'CONFLICT',
    ['identity-checked-in', 'rotation-requested', 'session-transfer-refused'],
  ]);
});

/** Another node on the same log. */
const elsewhere = ({ store, reader, clock, refusals }: Ground) =>
  new Decisions(store, reader, clock, { below: () => 0 }, refusals);

test.each<[string, (ground: Ground) => Promise<unknown>, string, readonly string[]]>([
  [
    'hands it to another',
    (ground) => transfer(ground, 'ann', 'cid', { deciding: elsewhere(ground) }),
    'CONFLICT',
    HANDED,
  ],
  [
    'gives it back',
    (ground) =>
      new CheckInSessionHandler(elsewhere(ground), find(ground), digest).execute(
        new CheckInSession(ground.as('ann'), 'i.s'),
      ),
    'CONFLICT',
    ['identity-checked-in'],
  ],
])('another node that %s first wins', async (_, first, code, before) => {
  const ground = new Ground({ ...HELD, ...grantsOf(grantOf('bob'), grantOf('cid')) });
  ground.justBefore('identity-checked-in', () => first(ground));
  const { refused, facts } = await transfer(ground, 'ann', 'bob');
  expect([refused, nouns(facts)]).toEqual([code, [...before, 'session-transfer-refused']]);
});

test('a grant of the receiver that is revoked on another node first forbids it', async () => {
  const ground = new Ground(HELD);
  // The identity's own stream is what the append guards: whoever changed it makes the decision be taken anew.
  ground.justBefore('identity-checked-in', () => {
    ground.also(
      'vaultAccess-v',
      fact('grant-revoked', { organizationId: 'o', identityGroupId: 'v', grantId: 'g-bob' }),
    );
    ground.also(
      'identity-i',
      fact('session-extended', {
        ...subject,
        sessionId: 'i.s',
        reason: 'more',
        durationMinutes: 1,
        expiresAt: HELD_UNTIL,
      }),
    );
  });
  expect((await transfer(ground, 'ann', 'bob')).refused).toBe('RECEIVER_NOT_ALLOWED');
});

test('a store that fails leaves the session with its holder', async () => {
  const ground = new Ground(HELD);
  ground.justBefore('identity-checked-in', () => {
    throw new StoreUnavailable('the disk is full');
  });
  await expect(transfer(ground, 'ann', 'bob')).rejects.toThrow(StoreUnavailable);
  expect(ground.told).toEqual([]);
  expect(nouns((await transfer(ground, 'ann', 'bob')).facts)).toEqual(HANDED);
});

test('asked for again under the same ids it answers the receiver’s session, and is no second fact', async () => {
  const ground = new Ground(HELD);
  const again = () => {
    let made = 0;
    return { next: () => `same${(made += 1)}` };
  };
  const first = await transfer(ground, 'ann', 'bob', { ids: again() });
  const second = await transfer(ground, 'ann', 'bob', { ids: again() });
  expect([second.answer?.session, second.facts]).toEqual([first.answer?.session, []]);
});
