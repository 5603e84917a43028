import { checkout, PLACE, TOWN } from '../test/support/reports/sample-log';
import { factsOfLog, told, type ToldFact } from '../test/support/reports/facts-of-log';
import type { FactOfLog } from './facts-of-bundle';
import { reperform } from './reperform';

/** Broken glass at 14:00 for an hour, and what must follow it, each with the time by which nothing may say that it is missing. */
const N = TOWN.length + 2;
const SECRET = told('organization-o', 'organization-secret-set', { organizationId: 'o', secretVersion: 1 });
const MAY = told('account', 'role-changed', {
  roleId: 'viewer',
  name: 'Viewer',
  permissions: ['pam_vaults.view', 'pam_vaults.break_glass'],
});
const at = (time: string) => ({ at: `2026-03-${time}.000Z` });
const identity = (what: string, time: string, data: object) =>
  told('identity-db', what, { ...PLACE, identityId: 'db', ...data }, at(time));
const BROKEN = checkout(
  's',
  'ann',
  {
    breakGlass: true,
    durationMinutes: 60,
    evidence: { ownerBypass: false },
    expiresAt: '2026-03-01T15:00:00.000Z',
  },
  at('01T14:00:00'),
);
const notice = (recipients: readonly string[]) =>
  told(
    'notification-n',
    'notification-raised',
    { notificationId: 'n', kind: 'break-glass', sessionId: 's', recipients, concerned: [], raisedAt: 't' },
    at('01T14:00:01'),
  );
const TOLD = notice(['olga']);
const ENDED = identity('identity-checked-in', '01T15:00:00', {
  sessionId: 's',
  userId: 'ann',
  endedBy: 'expiry',
  endedAt: '2026-03-01T15:00:00.000Z',
});
const REPLACED = identity('identity-credential-replaced', '01T16:00:00', { version: 2, replacedBy: 'olga' });
const REVIEWED = identity('break-glass-reviewed', '01T17:00:00', {
  sessionId: 's',
  reviewedBy: 'olga',
  reviewerEmail: 'olga@example.com',
  note: 'fine',
  reviewedAt: '2026-03-01T17:00:00.000Z',
});
/** Something else, so that the log goes on to that time. */
const later = (time: string) => told('user-olga', 'user-switched-on', { userId: 'olga' }, at(time));

const found = async (...rest: readonly ToldFact[]) => {
  const facts = factsOfLog([...TOWN, SECRET, MAY, ...rest]).map(
    (fact, leaf) => ({ fact, leaf }) as unknown as FactOfLog,
  );
  const damages = facts.map(({ fact }) => fact).filter(({ stream }) => stream === 'damage');
  const { findings, notes } = await reperform(facts, damages);
  expect(findings.all.every(({ stream, revision }) => stream === 'identity-db' && revision !== undefined)).toBe(true);
  return [...findings.all.map(({ rule, leaf }) => [rule, leaf]), ...notes];
};

const everything = [BROKEN, TOLD, ENDED, REPLACED, REVIEWED];
const without = (left: ToldFact) => everything.filter((fact) => fact !== left);

test('nothing is found where everything followed', async () => {
  expect(await found(...everything, later('09T12:00:00'))).toEqual([]);
});

test.each([
  ['nobody was told', without(TOLD), '01T14:05:00', '01T18:00:00', 'notice'],
  [
    'only who broke it was told',
    [BROKEN, notice(['ann']), ENDED, REPLACED, REVIEWED],
    undefined,
    '01T18:00:00',
    'notice',
  ],
  ['it never ended', without(ENDED), undefined, '01T18:00:00', 'expiry'],
  ['the value stayed', without(REPLACED), '02T15:00:00', '02T15:00:01', 'rotation'],
  [
    'who broke it typed the next value',
    [
      BROKEN,
      TOLD,
      ENDED,
      identity('identity-credential-replaced', '01T16:00:00', { version: 2, replacedBy: 'ann' }),
      REVIEWED,
    ],
    '02T15:00:00',
    '02T15:00:01',
    'rotation',
  ],
  ['nobody reviewed it', without(REVIEWED), '02T14:00:00', '02T14:00:01', 'review'],
])('%s', async (_, log, until, after, rule) => {
  if (until !== undefined) {
    const upTo = log.filter((fact) => (fact.at ?? '') <= at(until).at);
    expect(await found(...upTo, later(until))).toEqual([]);
  }
  expect(await found(...log, later(after))).toEqual([[rule, N]]);
});

test('while it is under way nothing is missing; five minutes behind its time it is not ended', async () => {
  expect(await found(BROKEN, TOLD, later('01T15:05:00'))).toEqual([]);
  expect(await found(BROKEN, TOLD, later('01T15:05:01'))).toEqual([['expiry', N]]);
});

test('what is missing may be among what was lost: that is told, and nothing is found', async () => {
  const lost = told(
    'damage',
    'stream-damage-found',
    { damageId: 'd', stream: 'identity-db', revision: 2, fault: 'gone', foundAt: 't' },
    at('03T12:00:00'),
  );
  expect(await found(BROKEN, TOLD, lost)).toEqual([
    '1 cases of broken glass could not be judged: they rest on streams of which facts are lost (identity-db)',
  ]);
});

test('a checkin ends a session that is open, and ends it once', async () => {
  expect(await found(...everything, { ...ENDED, ...at('01T18:00:00') })).toEqual([['checkin', N + 5]]);
});
