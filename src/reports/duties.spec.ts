import { checkout, grant, PLACE, TOWN } from '../../test/support/reports/sample-log';
import { minute, told, type ToldFact } from '../../test/support/reports/facts-of-log';
import { madeReport } from '../../test/support/reports/made-report';
import { bypassedGrants } from './bypassed-grants';
import { conflictingRights } from './conflicting-rights';
import { dormantAccess } from './dormant-access';
import { refusedAttempts } from './refused-attempts';
import { supportWindows } from './support-windows';

/** R9 to R13: from facts to rows. */
const N = TOWN.length;
const DAY = 24 * 60;
const onDay = (n: number): ToldFact => told('user-ann', 'user-switched-on', { userId: 'ann' }, { at: minute(n * DAY) });

test('dormant: what nobody used for so many days, and grants without an end', async () => {
  const at = { createdAt: minute(0) };
  const log = [
    ...TOWN,
    grant('g1', { ...at, expiresAt: minute(999 * DAY) }),
    grant('g2', { ...at, principalType: 'group', principalId: 'g' }),
    checkout('s1', 'ann', {}, { at: minute(50 * DAY) }),
    onDay(95),
  ];
  const { told: rows, population } = await madeReport(dormantAccess, log);
  expect(population).toBe(3);
  expect(rows).toEqual([
    expect.objectContaining({
      kind: 'grant',
      grantId: 'g2',
      principal: 'Operators',
      isDormant: true,
      hasNoExpiry: true,
      idleDays: 95,
      leaves: [N + 1],
    }),
  ]);
  const strict = await madeReport(dormantAccess, log, { parameters: { days: 30 } });
  expect(strict.told.map((row) => [row['kind'], row['grantId'] ?? row['identityId'], row['idleDays']])).toEqual([
    ['grant', 'g1', 45],
    ['grant', 'g2', 95],
    ['credential', 'db', 45],
  ]);
});

test('owner bypass and self-granted use, and who else looked at it', async () => {
  const bypass = { ownerBypass: true, evidence: { ownerBypass: true } };
  const by = (grantId: string) => ({ evidence: { ownerBypass: false, grantId } });
  const log = [
    ...TOWN,
    grant('g1'),
    grant('g3', { principalId: 'p-olga', grantedBy: 'olga' }),
    checkout('s1', 'ann', by('g1')),
    checkout('s2', 'olga', by('g3')),
    told('identity-db', 'access-request-approved', {
      ...PLACE,
      identityId: 'db',
      requestId: 'q',
      userId: 'olga',
      decidedBy: 'mia',
      decidedByEmail: 'mia@example.com',
      decidedAt: 't',
      idpUserId: 'p-mia',
      approvals: 1,
      required: 1,
    }),
    checkout('s3', 'olga', { ...bypass, accessRequestId: 'q' }),
    checkout('s4', 'olga', { ...bypass, breakGlass: true }),
  ];
  const { told: rows, population } = await madeReport(bypassedGrants, log);
  expect(population).toBe(4);
  expect(rows.map((row) => [row['sessionId'], row['why'], row['secondPerson'], row['leaves']])).toEqual([
    ['s2', 'self-granted', undefined, [N + 3, N + 1]],
    ['s3', 'owner-bypass', 'mia@example.com', [N + 5, N + 4]],
  ]);
});

test('conflicting rights: who manages and uses, by roles and grants of that moment', async () => {
  const log = [...TOWN, grant('g1'), grant('g2', { principalId: 'p-mia', grantedBy: 'olga' })];
  const conflicts = async (asOf: string) => {
    const { told: rows } = await madeReport(conflictingRights, log, { asOf });
    return rows.map((row) => `${[row['userEmail'], row['conflict']].join(' ')}`);
  };
  const owner = ['manages-and-uses', 'administers-and-uses', 'audits-and-manages', 'approves-and-manages'];
  const olga = owner.map((conflict) => `olga@example.com ${conflict}`);
  expect(await conflicts(minute(N))).toEqual(olga);
  expect(await conflicts(minute(N + 1))).toEqual([...olga, 'mia@example.com manages-and-uses']);
});

test('refused attempts: counted by reason, person and address', async () => {
  const refused = (code: string, by: string, ip: string, organizationId?: string): ToldFact =>
    told(
      `denied-${organizationId ?? 'account'}`,
      'identity-check-out-refused',
      { code, ...(organizationId && { organizationId }) },
      { by, ip },
    );
  const log = [
    ...TOWN,
    refused('VAULT_ACCESS_DENIED', 'bob', '192.0.2.1', 'o'),
    refused('VAULT_ACCESS_DENIED', 'bob', '192.0.2.1', 'o'),
    refused('VAULT_ACCESS_DENIED', 'bob', '192.0.2.9', 'o'),
    refused('PERMISSION_DENIED', 'ann', '192.0.2.1'),
    told('identity-db', 'rotation-candidate-refused', { ...PLACE, identityId: 'db', rotationId: 'r', version: 2 }),
  ];
  const { told: rows } = await madeReport(refusedAttempts, log);
  expect(rows.map((row) => [row['code'], row['actor'], row['ip'], row['count'], row['leaves']])).toEqual([
    ['VAULT_ACCESS_DENIED', 'bob@example.com', '192.0.2.1', 2, [N, N + 1]],
    ['VAULT_ACCESS_DENIED', 'bob@example.com', '192.0.2.9', 1, [N + 2]],
    ['PERMISSION_DENIED', 'ann@example.com', '192.0.2.1', 1, [N + 3]],
  ]);
  expect((await madeReport(refusedAttempts, log, { places: ['o'] })).population).toBe(2);
});

test('refused attempts of two people are two rows, whatever they call themselves', async () => {
  const log = [
    told('denied-account', 'sign-in-refused', { code: 'X' }, { by: 'eve 192.0.2.1' }),
    told('denied-account', 'sign-in-refused', { code: 'X' }, { by: 'eve', ip: '192.0.2.1' }),
  ];
  expect((await madeReport(refusedAttempts, log)).told.map(({ count }) => count)).toEqual([1, 1]);
});

test('support: each time it was let in, how that ended, and who used it', async () => {
  const window = { organizationId: 'o', windowId: 'w' };
  const by = { reason: 'ticket 1', enabledBy: 'olga', enabledAt: minute(1), expiresAt: minute(90) };
  const used = { evidence: { ownerBypass: false, grantId: 'g1', supportWindowId: 'w' } };
  const end = { disabledBy: 'olga', disabledAt: minute(9), reason: 'breach' };
  const log = [
    ...TOWN,
    told('supportAccess', 'support-access-enabled', { ...window, ...by }),
    checkout('s1', 'ann', used),
    told('supportAccess', 'support-access-disabled', { ...window, ...end, emergency: true }),
    told('supportAccess', 'support-access-emergency-disabled', { ...end, organizations: 1 }),
    told('supportAccess', 'support-access-enabled', { ...window, ...by, windowId: 'w2' }),
  ];
  const { told: rows } = await madeReport(supportWindows, log);
  expect(rows).toEqual([
    expect.objectContaining({
      windowId: 'w',
      reason: 'ticket 1',
      endedHow: 'emergency',
      endedBy: 'olga@example.com',
      uses: 1,
      usedBy: 'ann@example.com',
      leaves: [N, N + 1, N + 2],
    }),
    expect.objectContaining({ windowId: 'w2', uses: 0, usedBy: '', leaves: [N + 4] }),
    expect.objectContaining({ kind: 'emergency-disable', endReason: 'breach', organizations: 1, leaves: [N + 3] }),
  ]);
  expect((await madeReport(supportWindows, log, { places: ['o'] })).population).toBe(2);
});
