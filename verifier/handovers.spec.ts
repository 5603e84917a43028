import { checkout, grant, PLACE, TOWN } from '../test/support/reports/sample-log';
import { factsOfLog, told, type ToldFact } from '../test/support/reports/facts-of-log';
import type { FactOfLog } from './facts-of-bundle';
import { reperform } from './reperform';

/** Ann checks out and hands over to Bob: judged by the rules of a checkout, and by what Ann did. */
const SECRET = told('organization-o', 'organization-secret-set', { organizationId: 'o', secretVersion: 1 });
const BOBS = grant('g2', { principalId: 'p-bob' });
const EXPIRES = { expiresAt: '2026-03-01T14:30:00.000Z' };
const OUT = checkout('s1', 'ann', EXPIRES, { at: '2026-03-01T13:30:00.000Z' });
const handed = (by: string, more: object = {}): ToldFact =>
  told(
    'identity-db',
    'identity-checked-in',
    {
      ...PLACE,
      identityId: 'db',
      sessionId: 's1',
      userId: 'ann',
      endedBy: 'transfer',
      endedAt: '2026-03-01T13:40:00.000Z',
      transferredTo: 's2',
      ...more,
    },
    { by, at: '2026-03-01T13:40:00.000Z' },
  );
const HANDED = handed('ann');
const taken = (sessionId: string, userId = 'bob', giver = 'ann') =>
  checkout(
    sessionId,
    userId,
    {
      ...EXPIRES,
      evidence: { ownerBypass: false, grantId: 'g2' },
      transferredFrom: { sessionId: 's1', userId: giver, userEmail: `${giver}@example.com` },
    },
    { by: giver, at: '2026-03-01T13:40:00.000Z' },
  );
const TAKEN = taken('s2');

const found = async (...rest: readonly ToldFact[]) => {
  const facts = factsOfLog([...TOWN, SECRET, grant('g1'), ...rest]);
  const { findings } = await reperform(facts.map((fact, leaf) => ({ fact, leaf }) as unknown as FactOfLog));
  return findings.all.map(({ rule, detail }) => `${rule}: ${detail}`);
};

test('who may check out may go on with a session', async () => {
  expect(await found(BOBS, OUT, HANDED, TAKEN)).toEqual([]);
});

const NOT_ALLOWED =
  'permission: it was not allowed by what stands before it (RECEIVER_NOT_ALLOWED): The session can not be handed over to this user. Give it back instead.';
const NOBODY = 'permission: nobody had handed the session over';

test.each([
  ['to somebody without a grant', [OUT, HANDED, TAKEN], [NOT_ALLOWED]],
  ['to who gives it', [BOBS, OUT, handed('ann', { transferredTo: 's2' }), taken('s2', 'ann')], [NOT_ALLOWED]],
  ['that ended, for nobody', [BOBS, OUT, handed('ann', { transferredTo: '' }), TAKEN], [NOBODY]],
  ['to another session', [BOBS, OUT, handed('ann', { transferredTo: 's9' }), TAKEN], [NOBODY]],
  ['by somebody else than its holder', [BOBS, OUT, handed('mia'), TAKEN], [NOBODY]],
  ['that is said to be somebody else’s', [BOBS, OUT, HANDED, taken('s2', 'bob', 'mia')], [NOBODY]],
  [
    'that goes on',
    [BOBS, OUT, TAKEN],
    ['permission: it was not allowed by what stands before it (CONFLICT): The session that was handed over goes on.'],
  ],
])('a session is handed over %s: a finding', async (_, log, expected) => {
  expect(await found(...log)).toEqual(expected);
});

test('a session is handed over once', async () => {
  const ended = told('identity-db', 'identity-checked-in', {
    ...PLACE,
    identityId: 'db',
    sessionId: 's2',
    userId: 'bob',
    endedBy: 'checkin',
    endedAt: '2026-03-01T13:41:00.000Z',
  });
  expect(await found(BOBS, OUT, HANDED, TAKEN, ended, TAKEN)).toEqual([NOBODY]);
});
