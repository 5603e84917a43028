import { checkout, grant, PLACE, TOWN } from '../../test/support/reports/sample-log';
import { minute, told, type ToldFact } from '../../test/support/reports/facts-of-log';
import { madeReport } from '../../test/support/reports/made-report';
import { brokenGlass } from './broken-glass';
import { checkoutRegister } from './checkout-register';
import { revealRegister } from './reveal-register';

/** R4, R5 and R6: from facts to rows. */
const N = TOWN.length + 1;
const GIVEN = [...TOWN, grant('g1')];
const db = (what: string, data: object, more: Partial<ToldFact> = {}): ToldFact =>
  told('identity-db', what, { ...PLACE, identityId: 'db', ...data }, more);
const checkin = (sessionId: string, endedAt: string, endedBy = 'checkin'): ToldFact =>
  db('identity-checked-in', { sessionId, userId: 'ann', endedBy, endedAt });
const reveal = (data: object = {}, by = 'ann'): ToldFact =>
  told(
    'reveal-db',
    'identity-revealed',
    {
      ...PLACE,
      identityId: 'db',
      version: 1,
      ownerBypass: false,
      evidence: { ownerBypass: false, grantId: 'g1' },
      ...data,
    },
    { by, ip: '192.0.2.2' },
  );

test('checkouts: how each ended, how long it lasted and how long it was allowed', async () => {
  const log = [
    ...GIVEN,
    checkout('s1', 'ann', { checkedOutAt: minute(0), expiresAt: minute(30) }),
    db('session-extended', { sessionId: 's1', reason: 'r', durationMinutes: 15, expiresAt: minute(45) }),
    checkin('s1', minute(40)),
    checkout('s2', 'olga', {
      checkedOutAt: minute(N + 3),
      ownerBypass: true,
      evidence: { ownerBypass: true },
      expiresAt: minute(N + 33),
    }),
    told('user-ann', 'user-switched-off', { userId: 'ann' }),
  ];
  const { told: rows, population } = await madeReport(checkoutRegister, log);
  expect(population).toBe(2);
  expect(rows).toEqual([
    expect.objectContaining({
      sessionId: 's1',
      userEmail: 'ann@example.com',
      identityName: 'the db',
      path: 'direct',
      reason: 'a look',
      ip: '192.0.2.1',
      endedBy: 'checkin',
      minutes: 40,
      allowedMinutes: 45,
      eventId: `e${N}`,
      leaves: [N, N + 1, N + 2],
    }),
    expect.objectContaining({ sessionId: 's2', path: 'owner-bypass', endedBy: 'open', minutes: 1, leaves: [N + 3] }),
  ]);
});

test('reveals: one that was withheld was not delivered', async () => {
  const log = [
    ...GIVEN,
    reveal({ reason: 'a look' }),
    reveal({ evidence: { ownerBypass: false, grantId: 'g2', groupId: 'g' } }, 'bob'),
    told('reveal-db', 'disclosure-withheld', {
      ...PLACE,
      identityId: 'db',
      disclosureId: `e${N + 1}`,
      disclosurePosition: 'p',
      code: 'CHECKED_OUT',
      detail: 'd',
    }),
    told(
      'reveal-db',
      'credential-redisclosed',
      { ...PLACE, identityId: 'db', sessionId: 's1', version: 1 },
      { by: 'ann' },
    ),
  ];
  const { told: rows } = await madeReport(revealRegister, log);
  const short = rows.map((row) => [row['userEmail'], row['path'], row['delivered'], row['withheld'], row['leaves']]);
  expect(short).toEqual([
    ['ann@example.com', 'direct', true, undefined, [N]],
    ['bob@example.com', 'group:g', false, 'CHECKED_OUT', [N + 1, N + 2]],
    ['ann@example.com', 'session', true, undefined, [N + 3]],
  ]);
});

describe('broken glass', () => {
  const broken = checkout('s1', 'ann', { breakGlass: true, checkedOutAt: minute(N), version: 3, alternatives: [2] });
  const notice = (recipients: readonly string[]): ToldFact =>
    told('notification-n', 'notification-raised', {
      kind: 'break-glass',
      sessionId: 's1',
      recipients,
      concerned: ['ann'],
      raisedAt: minute(N + 1),
    });
  const rotated = (version: number): ToldFact =>
    db('rotation-confirmed', { rotationId: 'r', version, replacedVersion: 3, vaultOnly: true, confirmedAt: 't' });
  const review = db('break-glass-reviewed', {
    sessionId: 's1',
    userId: 'ann',
    reviewedBy: 'mia',
    reviewerEmail: 'mia@example.com',
    note: 'seen',
    reviewedAt: minute(N + 9),
  });

  test('with all that has to follow', async () => {
    const log = [...GIVEN, broken, notice(['olga']), checkin('s1', minute(N + 2)), rotated(4), review];
    const { told: rows } = await madeReport(brokenGlass, log);
    expect(rows).toEqual([
      expect.objectContaining({
        sessionId: 's1',
        ip: '192.0.2.1',
        reason: 'a look',
        noticeAt: minute(N + 1),
        endedBy: 'checkin',
        rotatedAt: minute(N + 3),
        exposureMinutes: 3,
        reviewedBy: 'mia@example.com',
        reviewNote: 'seen',
        missing: '',
        leaves: [N, N + 1, N + 2, N + 3, N + 4],
      }),
    ]);
  });

  test.each<[string, readonly ToldFact[], string]>([
    ['nothing follows', [], 'end notification rotation review'],
    ['the user alone is told', [notice([])], 'end notification rotation review'],
    ['the value is replaced by one that was shown', [rotated(2)], 'end notification rotation review'],
    ['the value is replaced', [rotated(4)], 'end notification review'],
    ['it is reviewed', [checkin('s1', 't'), review], 'notification rotation'],
  ])('%s: the rest is missing', async (_, after, missing) => {
    const { told: rows } = await madeReport(brokenGlass, [...GIVEN, broken, ...after]);
    expect(rows[0]).toMatchObject({ missing });
  });

  test('another checkout is none', async () => {
    expect((await madeReport(brokenGlass, [...GIVEN, checkout('s1', 'ann')])).population).toBe(0);
  });
});

test.each([checkoutRegister, brokenGlass])(
  '$id of a period: what began in it, from its first moment to before its last',
  async (report) => {
    const log = [1, 2, 3].map((n) => checkout(`s${n}`, 'ann', { breakGlass: true, checkedOutAt: minute(n) }));
    const { told: rows } = await madeReport(report, log, { parameters: { from: minute(1), to: minute(3) } });
    expect(rows.map(({ sessionId }) => sessionId)).toEqual(['s1', 's2']);
  },
);
