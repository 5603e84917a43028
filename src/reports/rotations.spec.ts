import { checkout, credential, PLACE, TOWN } from '../../test/support/reports/sample-log';
import { minute, told, type ToldFact } from '../../test/support/reports/facts-of-log';
import { madeReport } from '../../test/support/reports/made-report';
import { credentialInventory } from './credential-inventory';
import { rotationOutcomes } from './rotation-outcomes';
import { rotationsOverdue } from './rotations-overdue';

/** R7, R8 and R14: from facts to rows. */
const N = TOWN.length;
const of = (identityId: string, what: string, data: object, more: Partial<ToldFact> = {}): ToldFact =>
  told(`identity-${identityId}`, what, { ...PLACE, identityId, ...data }, more);
const requested = (rotationId: string, requestedAt: string): ToldFact =>
  of('late', 'rotation-requested', { rotationId, trigger: 'schedule', mode: 'hosts', hostIds: ['h'], requestedAt });
const failed = (rotationId: string, more: object = {}): ToldFact =>
  of('late', 'rotation-failed', {
    rotationId,
    code: 'HOST_OFFLINE',
    detail: 'd',
    failuresInRow: 1,
    suspended: false,
    ...more,
  });
const DUE = minute(10);
const LATE = [...TOWN, credential('late', { rotationIntervalDays: 30, nextRotationAt: DUE })];
const days = (n: number): string => new Date(Date.parse(DUE) + n * 86_400_000).toISOString();
const after = (n: number): ToldFact => told('user-ann', 'user-switched-on', { userId: 'ann' }, { at: days(n) });

describe('overdue rotations', () => {
  test.each<[string, readonly ToldFact[], string]>([
    ['nothing was done', [], 'not-started'],
    ['it failed', [requested('r', 't'), failed('r')], 'failed'],
    ['it was given up', [requested('r', 't'), failed('r', { suspended: true })], 'suspended'],
    ['a host does not answer', [requested('r', 't')], 'waiting-for-hosts'],
  ])('%s', async (_, facts, cause) => {
    const { told: rows } = await madeReport(rotationsOverdue, [...LATE, ...facts, after(5)]);
    const late = rows.find(({ identityId }) => identityId === 'late');
    expect(late).toMatchObject({ dueAt: DUE, daysLate: 5, cause, intervalDays: 30, graceMinutes: 30 });
  });

  test('somebody holds it', async () => {
    const held = checkout('s', 'ann', { identityId: 'late', expiresAt: days(9) });
    const log = [...LATE, { ...held, stream: 'identity-late' }, after(5)];
    const { told: rows } = await madeReport(rotationsOverdue, log);
    expect(rows.find(({ identityId }) => identityId === 'late')).toMatchObject({ cause: 'checked-out' });
  });

  test.each<[string, string, readonly unknown[]]>([
    ['before it is due', minute(10), []],
    ['within the grace', minute(40), []],
    ['behind it', minute(41), ['late']],
  ])('%s', async (_, at, late) => {
    const log = [...LATE, told('user-ann', 'user-switched-on', { userId: 'ann' }, { at })];
    const { told: rows, population } = await madeReport(rotationsOverdue, log);
    expect([population, rows.filter(({ cause }) => cause !== 'no-interval').map((row) => row['identityId'])]).toEqual([
      2,
      late,
    ]);
    expect(rows.filter(({ cause }) => cause === 'no-interval')).toMatchObject([{ identityId: 'db', leaves: [N - 1] }]);
  });
});

test('rotations: confirmed, failed, and one that waits longer than it may', async () => {
  const job = { jobId: 'j1', rotationId: 'r1', hostId: 'h', type: 'set', purpose: 'rotation', version: 2, attempt: 1 };
  const log = [
    ...LATE,
    requested('r1', minute(N + 1)),
    of('late', 'rotation-staged', { rotationId: 'r1', version: 2, previousVersion: 1, stagedAt: minute(N + 2) }),
    of('late', 'job-queued', { ...job, createdAt: 't', notAfter: 'u' }),
    of('late', 'job-leased', { ...job, agentId: 'a', leaseId: 'l', instance: 'i', leaseUntil: 'u' }),
    of('late', 'rotation-confirmed', {
      rotationId: 'r1',
      version: 2,
      replacedVersion: 1,
      vaultOnly: false,
      confirmedAt: minute(N + 5),
    }),
    requested('r2', minute(N + 6)),
    failed('r2'),
    requested('r3', days(0)),
    after(2),
  ];
  const { told: rows } = await madeReport(rotationOutcomes, log);
  expect(rows).toEqual([
    expect.objectContaining({
      rotationId: 'r1',
      state: 'confirmed',
      dispatchedAt: minute(N + 4),
      confirmedAt: minute(N + 5),
      jobIds: 'j1',
      isOverdue: false,
      leaves: [N + 1, N + 2, N + 3, N + 4, N + 5],
    }),
    expect.objectContaining({ rotationId: 'r2', state: 'failed', failure: 'HOST_OFFLINE', leaves: [N + 6, N + 7] }),
    expect.objectContaining({ rotationId: 'r3', state: 'pending', pendingHours: 48, isOverdue: true }),
  ]);
  const patient = await madeReport(rotationOutcomes, log, { parameters: { hours: 49 } });
  expect(patient.told.map(({ isOverdue }) => isOverdue)).toEqual([false, false, false]);
});

test('the inventory: what there is and how it is set; what was deleted is counted and left out', async () => {
  const log = [
    ...TOWN,
    credential('web', { scheme: 'v1', hostIds: ['h'], allowConcurrentCheckout: true, maxConcurrentSessions: 3 }),
    told('host-h', 'host-created', { hostId: 'h', organizationId: 'o', name: 'web-1', createdAt: 't' }),
    credential('gone'),
    of('gone', 'identity-deleted', { deletedAt: 't' }),
  ];
  const { told: rows, population } = await madeReport(credentialInventory, log);
  expect(population).toBe(3);
  expect(rows).toEqual([
    expect.objectContaining({ identityId: 'db', encryption: 'v2', hosts: '', leaves: [N - 1] }),
    expect.objectContaining({ identityId: 'web', encryption: 'v1', hosts: 'web-1', maxConcurrentSessions: 3 }),
  ]);
});
