import { SESSIONS } from '../../../projections/sessions/document';
import { ASKING, madeIn, takenOut } from '../../../test/support/streams/bulk-people';
import { Documents } from '../../../test/support/streams/documents';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { withMethods } from '../../../test/support/with-methods';
import { derivedIds } from '../../adapters/outside/derived-ids';
import type { DomainEvent } from '../../kernel/event';
import { StoreUnavailable } from '../../kernel/store-errors';
import { FindSession } from '../sessions/find-session';
import { ForceCheckInSessionHandler, type ForceCheckInSession } from '../sessions/force-check-in-session';
import { Bulk } from './bulk';
import { Candidates } from './candidates';
import { ForceCheckInSessions, ForceCheckInSessionsHandler } from './force-check-in-sessions';

/** Ending the sessions of somebody, or in a vault: where the caller manages vaults, and nowhere else. */
const session = (identityId: string, place: readonly [string, string], userId: string, open = true) => ({
  id: `${identityId}.s`,
  identityId,
  organizationId: place[0],
  identityGroupId: place[1],
  userId,
  open,
});
const HERE = ['o', 'v'] as const;
const THERE = ['p', 'w'] as const;
const LISTED = [
  session('a', HERE, 'ann'),
  session('b', HERE, 'bob'),
  session('c', THERE, 'ann'),
  session('old', HERE, 'ann', false),
];
const GIVEN = {
  ...ASKING,
  'identity-a': [madeIn('a', ...HERE), takenOut('a', ...HERE, 'ann')],
  'identity-b': [madeIn('b', ...HERE), takenOut('b', ...HERE, 'bob')],
  'identity-c': [madeIn('c', ...THERE), takenOut('c', ...THERE, 'ann')],
};

let lists: Documents;
beforeAll(async () => {
  lists = await new Documents().fill(SESSIONS, LISTED);
});
afterEach(() => lists.behind.clear());
afterAll(() => lists.close());

type Of = ForceCheckInSessions['of'];
/** `log`: the stream of identity `a`, in which its session is looked for once it is over. */
const force = (ground: Ground, who: string, of: Of, log: readonly DomainEvent[] = []) => {
  const page = async () => log.map((event, revision) => ({ ...event, revision })).toReversed();
  const get = async () => (log.length === 0 ? undefined : { revision: log.length - 1, endedAt: 'then' });
  const find = new FindSession(
    withMethods(ground.reader, { page } as never),
    { readModel: () => ({ get }) } as never,
    lists,
  );
  const execute = (command: ForceCheckInSession) =>
    new ForceCheckInSessionHandler(ground.deciding, find).execute(command);
  const bulk = new Bulk({ execute } as never, derivedIds);
  const handler = new ForceCheckInSessionsHandler(ground.recording, new Candidates(lists, lists), bulk);
  const ids = derivedIds.from('a key');
  return ground.when(() => handler.execute(new ForceCheckInSessions(ground.as(who, { ids }), of, 'has left')));
};
const done = (id: string) => ({ id: `${id}.s`, status: 'done' });

test.each<[string, Of, readonly string[]]>([
  ['owner', { userId: 'ann' }, ['a', 'c']],
  ['owner', { identityGroupId: 'v' }, ['a', 'b']],
  ['owner', { userId: 'ann', identityGroupId: 'v' }, ['a']],
  ['both', { userId: 'ann' }, ['a', 'c']],
  ['manager', { userId: 'ann' }, ['a']],
  ['manager', { userId: 'nobody' }, []],
  ['robot', { identityGroupId: 'v' }, ['a', 'b']],
  ['support', { userId: 'ann' }, ['a']],
])('%s ends what is open of %j, and nothing else is told of or touched', async (who, of, ended) => {
  const ground = new Ground(GIVEN);
  const { answer, facts } = await force(ground, who, of);
  expect(answer).toEqual({ items: ended.map(done), position: expect.any(String) });
  expect(facts.map(([stream, noun]) => `${stream} ${noun}`).toSorted()).toEqual(
    ended.flatMap((id) => [`identity-${id} identity-checked-in`, `identity-${id} rotation-requested`]),
  );
});

test('each is a checkin by force, with the reason, after which the value is replaced', async () => {
  const { facts } = await force(new Ground(GIVEN), 'manager', { userId: 'ann' });
  expect(facts).toMatchObject([
    ['identity-a', 'identity-checked-in', { sessionId: 'a.s', userId: 'ann', endedBy: 'force', reason: 'has left' }],
    ['identity-a', 'rotation-requested', { identityId: 'a', trigger: 'force_checkin' }],
  ]);
});

const DENIED_BY: Readonly<Record<string, object>> = { PERMISSION_DENIED: { permission: 'pam_vaults.manage' } };
test.each<[string, Of, string, string | undefined]>([
  ['viewer', { identityGroupId: 'v' }, 'PERMISSION_DENIED', 'denied-o'],
  ['viewer', { userId: 'ann' }, 'PERMISSION_DENIED', 'denied-account'],
  ['admin', { userId: 'ann' }, 'PERMISSION_DENIED', 'denied-account'],
  ['stranger', { identityGroupId: 'v' }, 'NOT_FOUND', 'denied-o'],
  ['manager', { identityGroupId: 'w' }, 'NOT_FOUND', 'denied-p'],
  ['manager', { userId: 'ann', identityGroupId: 'w' }, 'NOT_FOUND', 'denied-p'],
  ['support', { identityGroupId: 'w' }, 'SUPPORT_ACCESS_OFF', 'denied-p'],
  ['manager', { identityGroupId: 'none' }, 'NOT_FOUND', undefined],
])('%s asking for %j is refused as a whole with %s, told in %s', async (who, of, code, stream) => {
  const ground = new Ground(GIVEN);
  const { refused, extra, facts } = await force(ground, who, of);
  const { userId, identityGroupId } = of;
  const told = {
    ...(userId === undefined ? {} : { holderId: userId }),
    ...(identityGroupId === undefined ? {} : { identityGroupId, organizationId: stream?.replace('denied-', '') }),
    reason: 'has left',
    code,
  };
  expect([refused, extra]).toEqual([code, DENIED_BY[code]]);
  expect(facts).toEqual(stream === undefined ? [] : [[stream, 'sessions-force-check-in-refused', told]]);
});

test('while the list is behind no session is ended', async () => {
  lists.behind.add('sessions');
  expect(await force(new Ground(GIVEN), 'manager', { userId: 'ann' })).toMatchObject({
    refused: 'UNAVAILABLE',
    extra: { retryAfterSeconds: 2 },
    facts: [],
  });
});

test('a session that its holder gives back first has ended already: that is told of it alone', async () => {
  const ground = new Ground(GIVEN);
  const about = { identityId: 'a', organizationId: HERE[0], identityGroupId: HERE[1] };
  const ended = { sessionId: 'a.s', userId: 'ann', endedBy: 'checkin', endedAt: '2026-03-01T12:00:00.000Z' };
  const back = fact('identity-checked-in', { ...about, ...ended });
  ground.justBefore('identity-checked-in', () => ground.also('identity-a', back));
  const inTheLog = [...GIVEN['identity-a'], back];
  const { answer } = await force(ground, 'manager', { identityGroupId: 'v' }, inTheLog);
  expect(answer?.items).toEqual([{ id: 'a.s', status: 'refused', code: 'CONFLICT' }, done('b')]);
});

test('where the store goes away it is told whose sessions were ended', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore('identity-checked-in', () => {
    throw new StoreUnavailable('the disk is full');
  });
  const halfway = await force(ground, 'manager', { identityGroupId: 'v' });
  expect(halfway).toMatchObject({
    refused: 'UNAVAILABLE',
    extra: { items: [{ id: 'a.s', status: 'failed', code: 'UNAVAILABLE' }, done('b')] },
  });
});

describe('of more than can be done at once', () => {
  const many = async (count: number) => {
    const all = Array.from({ length: count }, (_, n) => session(`i${String(n).padStart(4, '0')}`, HERE, 'ann'));
    const full = await new Documents().fill(SESSIONS, all);
    const ground = new Ground(GIVEN);
    const bulk = new Bulk({ execute: async () => ({ position: '1' }) } as never, derivedIds);
    const handler = new ForceCheckInSessionsHandler(ground.recording, new Candidates(full, full), bulk);
    const asked = new ForceCheckInSessions(ground.as('manager'), { userId: 'ann' }, 'has left');
    return handler.execute(asked).finally(() => full.close());
  };

  test('a thousand are all there are', async () => {
    const { items, more } = await many(1_000);
    expect([items.length, more]).toEqual([1_000, undefined]);
  });

  test('of one more a thousand are ended, and the answer says that there are more', async () => {
    const { items, more } = await many(1_001);
    expect([items.length, more]).toEqual([1_000, true]);
  });
});
