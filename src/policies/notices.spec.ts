import { newestFacts } from '../../test/support/catalogue/golden-facts';
import { KINDS } from '../http/notifications/notification.dtos';
import { NOTICES, type NoticeOfFact } from './notices';

const table = NOTICES as Readonly<Record<string, (fact: never) => NoticeOfFact | undefined>>;
const tell = (type: string, data: object): string => {
  const { notice } = table[type]?.({ type, data } as never) ?? {};
  return notice === undefined ? 'nothing' : `${notice.severity} ${notice.kind}`;
};

test.each([
  ['identity-checked-out', { breakGlass: true }, 'critical break-glass'],
  ['identity-checked-out', { breakGlass: false }, 'nothing'],
  ['session-shortened', { endsAs: 'break_glass', userId: 'bob' }, 'warning break-glass'],
  ['session-shortened', {}, 'nothing'],
  ['break-glass-review-reminded', {}, 'warning review-open'],
  ['access-requested', {}, 'info approval-asked'],
  ['access-request-approved', { approvals: 1, required: 2, userId: 'ann' }, 'nothing'],
  ['access-request-approved', { approvals: 2, required: 2, userId: 'ann' }, 'info approval-decided'],
  ['access-request-denied', { userId: 'ann' }, 'info approval-decided'],
  ['access-request-revoked', { userId: 'ann' }, 'warning approval-decided'],
  ['approval-policy-weakened', {}, 'critical approval-policy-weakened'],
  ['owner-recovered', {}, 'critical owner-recovered'],
  ['lost-revocation-found', {}, 'critical log-went-back'],
  ['rotation-failed', { suspended: false }, 'warning rotation-failed'],
  ['rotation-failed', { suspended: true }, 'critical rotation-suspended'],
  ['rotation-requested', { mode: 'manual' }, 'warning rotation-waiting'],
  ['rotation-requested', { mode: 'hosts' }, 'nothing'],
  ['job-expired', { purpose: 'rotation' }, 'warning host-offline'],
  ['job-expired', { purpose: 'verification' }, 'nothing'],
  ['agent-enrolled', { status: 'pending_approval' }, 'critical agent-replaced'],
  ['agent-enrolled', { status: 'active' }, 'nothing'],
  ['agent-approved', { severity: 'critical' }, 'critical agent-replaced'],
  ['agent-approved', {}, 'nothing'],
  ['agent-locked', {}, 'critical agent-replaced'],
  ['host-account-shared', { stopped: true }, 'critical account-shared'],
  ['host-account-shared', { stopped: false }, 'nothing'],
  ['seal-failed', { found: 'missing' }, 'critical value-missing'],
  ['seal-failed', { found: 'does_not_open' }, 'critical seal-broken'],
  ['stream-damage-found', {}, 'critical stream-damaged'],
  ['backup-failed', {}, 'critical backup-failed'],
  ['log-sealed', { reason: 'put back' }, 'critical stream-damaged'],
  ['log-sealed', {}, 'nothing'],
  ['log-went-back', {}, 'critical log-went-back'],
  ['policy-event-parked', {}, 'warning policy-event-parked'],
  ['policy-event-parked', { critical: true }, 'critical policy-event-parked'],
  ['support-access-disabled', {}, 'warning support-access-changed'],
  ['support-access-disabled', { emergency: true }, 'nothing'],
  ['support-access-emergency-disabled', {}, 'critical support-access-changed'],
  ['support-access-expiry-warned', { daysBefore: 7 }, 'warning support-access-expiring'],
  ['unusual-disclosures-found', {}, 'critical unusual-disclosures'],
  ['support-access-expired', {}, 'warning support-access-expiring'],
] as const)('of %s %j people are told: %s', (noun, data, expected) => {
  expect(tell(`keyledger.${noun}.v1`, data)).toBe(expected);
});

test.each([
  ['identity-checked-out', { breakGlass: true, overlapped: [{ userId: 'bob' }] }, ['bob']],
  ['session-shortened', { endsAs: 'break_glass', userId: 'bob' }, ['bob']],
  ['access-request-denied', { userId: 'ann' }, ['ann']],
])('%s concerns somebody besides', (noun, data, concerned) => {
  const type = `keyledger.${noun}.v1`;
  expect(table[type]?.({ type, data } as never)?.concerned).toEqual(concerned);
});

test('every fact of the table is one that is written, and its kind can be chosen by a channel', () => {
  const facts = new Map(newestFacts().map((fact) => [fact.type, fact]));
  expect(Object.keys(NOTICES).filter((type) => !facts.has(type))).toEqual([]);
  const kinds = KINDS;
  const told = Object.keys(NOTICES).map((type) => table[type]?.(facts.get(type) as never)?.notice.kind ?? '');
  expect(told.filter((kind) => kind !== '' && !kinds.includes(kind))).toEqual([]);
});

test('damage is told with its place', () => {
  const damaged = { type: 'keyledger.stream-damage-found.v1', data: { stream: 'account', revision: 7 } };
  expect(table[damaged.type]?.(damaged as never)?.notice.title).toBe('A stream can not be read: account at revision 7');
});
