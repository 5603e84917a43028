import { at } from '../../../test/support/an-identity';
import { changes, stateOf } from '../../../test/support/changes';
import type { AdmittedAgent, AccountOnHost, IdentityState, OpenJob } from './state';

/** What each fact of one job changes of an identity that has two, on two hosts. */
const work = (n: number): OpenJob => ({
  jobId: `job${n}`,
  hostId: `host${n}`,
  type: 'set',
  purpose: 'rotation',
  rotationId: 'r1',
  version: 2,
  attempt: 1,
  createdAt: at(1),
  notAfter: at(60),
});
const LEASE = { agentId: 'agent2', leaseId: 'l1', instance: 'run1', leaseUntil: at(3) };
const JOB1 = { ...work(1), lease: { ...LEASE, agentId: 'agent1' } };
const JOB2 = { ...work(2), lease: LEASE };
const HELD: AccountOnHost = { version: 1, mayHold: [] };
const agent = (more: Partial<AdmittedAgent> = {}): AdmittedAgent => ({
  agentId: 'agent2',
  withheldUpTo: 2,
  sent: [1],
  ...more,
});
const two = (job2: OpenJob = JOB2, more: Partial<IdentityState> = {}) =>
  stateOf({ jobs: [JOB1, job2], holdings: { host1: HELD, host2: HELD }, ...more });
type Row = readonly [string, IdentityState, string, object, object];

const queued: readonly Row[] = [
  ['queued', stateOf({ jobs: [JOB1] }), 'job-queued', work(2), { jobs: [JOB1, work(2)] }],
  [
    'queued to look daily: it is known when the host was asked',
    two(work(2), { jobs: [JOB1] }),
    'job-queued',
    { ...work(2), type: 'verify', purpose: 'verification', askedBy: 'ann', notBefore: at(2) },
    {
      jobs: [JOB1, { ...work(2), type: 'verify', purpose: 'verification', askedBy: 'ann', notBefore: at(2) }],
      holdings: { host1: HELD, host2: { ...HELD, askedAt: at(1) } },
    },
  ],
];
const leased: readonly Row[] = [
  ['handed out', two(work(2)), 'job-leased', { ...work(2), ...LEASE }, { jobs: [JOB1, { ...JOB2, attempt: 2 }] }],
  [
    'handed out anew, after it was begun',
    two({ ...JOB2, lease: { ...LEASE, startedAt: at(2) } }),
    'job-leased',
    { ...work(2), ...LEASE, leaseId: 'l2', leaseUntil: at(9), attempt: 4 },
    {
      jobs: [JOB1, { ...JOB2, attempt: 5, lease: { ...LEASE, leaseId: 'l2', leaseUntil: at(9), startedAt: at(2) } }],
    },
  ],
  [
    'handed out with a value from before its agent: it may be sent that again',
    two(work(2), { agents: { host1: agent(), host2: agent() } }),
    'job-leased',
    { ...work(2), ...LEASE },
    {
      jobs: [JOB1, { ...JOB2, attempt: 2 }],
      agents: { host1: agent(), host2: agent({ sent: [1, 2] }) },
    },
  ],
  [
    'handed out with what its agent was sent before',
    two(work(2), { agents: { host2: agent({ sent: [2] }) } }),
    'job-leased',
    { ...work(2), ...LEASE },
    { jobs: [JOB1, { ...JOB2, attempt: 2 }] },
  ],
  [
    'handed out to another agent than the one that was let in',
    two(work(2), { agents: { host2: agent({ agentId: 'agent3' }) } }),
    'job-leased',
    { ...work(2), ...LEASE },
    { jobs: [JOB1, { ...JOB2, attempt: 2 }] },
  ],
];
const STARTED = { startedAt: at(2), leaseUntil: at(4), agentId: 'agent2', leaseId: 'l1' };
const BEGUN = { ...JOB2, lease: { ...LEASE, startedAt: at(2), leaseUntil: at(4) } };
const begun: readonly Row[] = [
  [
    'begun: its host may hold the value',
    two(),
    'job-started',
    { ...work(2), ...STARTED },
    {
      jobs: [JOB1, BEGUN],
      holdings: { host1: HELD, host2: { version: 1, mayHold: [{ version: 2, jobId: 'job2' }] } },
    },
  ],
  ['begun, to look', two(), 'job-started', { ...work(2), type: 'verify', ...STARTED }, { jobs: [JOB1, BEGUN] }],
  [
    'begun, to set what is there',
    two(),
    'job-started',
    { ...work(2), version: 1, ...STARTED },
    { jobs: [JOB1, BEGUN] },
  ],
  ['begun, though nobody was handed it', two(work(2)), 'job-started', { ...work(2), version: 1, ...STARTED }, {}],
  [
    'gone on with',
    two(),
    'job-lease-extended',
    { jobId: 'job2', hostId: 'host2', leaseId: 'l1', leaseUntil: at(8) },
    { jobs: [JOB1, { ...JOB2, lease: { ...LEASE, leaseUntil: at(8) } }] },
  ],
  [
    'gone on with, though nobody was handed it',
    two(work(2)),
    'job-lease-extended',
    { jobId: 'job2', hostId: 'host2', leaseId: 'l1', leaseUntil: at(8) },
    {},
  ],
];
test.each([...queued, ...leased, ...begun])('a job is %s', (_, before, name, data, expected) => {
  expect(changes(before, name, data)).toStrictEqual(expected);
});

const RESULT = { ...work(2), agentId: 'agent2', outcome: 'confirmed', late: false, recordedAt: at(5) };
const PROVED: AccountOnHost = { version: 2, mayHold: [], outcome: { state: 'confirmed', version: 2, since: at(5) } };
const target = { machine: 'm', name: 'billing' };
const told: readonly Row[] = [
  ['it went well', two(), 'job-result-recorded', RESULT, { jobs: [JOB1], holdings: { host1: HELD, host2: PROVED } }],
  ['it went well, which is old news', two(), 'job-result-recorded', { ...RESULT, late: true }, { jobs: [JOB1] }],
  [
    'what its target calls the account: with whom it was shared is asked anew',
    two(JOB2, { targets: { host2: { moved: true, sharedWith: 'x' }, host1: { moved: true } } }),
    'job-result-recorded',
    { ...RESULT, late: true, target },
    { jobs: [JOB1], targets: { host1: { moved: true }, host2: { moved: true, target, sharedWith: undefined } } },
  ],
  [
    'that its host had a newer one: no number up to that is given again',
    two(),
    'job-result-recorded',
    { ...RESULT, late: true, heldVersion: 9 },
    { jobs: [JOB1], highestVersion: 9 },
  ],
  [
    'that its host had one, though not a newer one',
    two(JOB2, { highestVersion: 12 }),
    'job-result-recorded',
    { ...RESULT, late: true, heldVersion: 9 },
    { jobs: [JOB1] },
  ],
];
const outcome = (state: 'expired' | 'not_changed', code?: string): AccountOnHost['outcome'] => ({
  state,
  version: 2,
  since: at(7),
  ...(code === undefined ? {} : { code }),
});
const over = (name: string, more: object, ended: AccountOnHost['outcome'] | undefined): Row => [
  `that it is over: ${name} ${JSON.stringify(more)}`,
  two(),
  name,
  { ...work(2), started: false, expiredAt: at(7), cancelledAt: at(7), reason: 'by_person', ...more },
  ended === undefined
    ? { jobs: [JOB1] }
    : { jobs: [JOB1], holdings: { host1: HELD, host2: { ...HELD, outcome: ended } } },
];
const ends: readonly Row[] = [
  over('job-expired', {}, outcome('expired')),
  over('job-expired', { purpose: 'enrollment' }, outcome('expired')),
  over('job-expired', { type: 'verify' }, undefined),
  over('job-expired', { purpose: 'reconcile' }, undefined),
  over('job-cancelled', {}, outcome('not_changed', 'CANCELLED')),
  over('job-cancelled', { reason: 'superseded' }, outcome('not_changed', 'CANCELLED')),
  over('job-cancelled', { reason: 'value_not_opened' }, outcome('not_changed', 'VALUE_NOT_OPENED')),
  over('job-cancelled', { type: 'verify' }, undefined),
  over('job-cancelled', { purpose: 'reconcile' }, undefined),
];
test.each([...told, ...ends])('of a job is told %s', (_, before, name, data, expected) => {
  expect(changes(before, name, data)).toStrictEqual(expected);
});

test('where something may be there already, the end of a job makes nothing certain', () => {
  const doubtful: AccountOnHost = { version: 1, mayHold: [{ version: 2, jobId: 'job0' }] };
  const before = two(JOB2, { holdings: { host2: doubtful } });
  expect(changes(before, 'job-expired', { ...work(2), started: true, expiredAt: at(7) })).toStrictEqual({
    jobs: [JOB1],
    holdings: { host2: { ...doubtful, outcome: { state: 'unverified', version: 2, since: at(7) } } },
  });
});
