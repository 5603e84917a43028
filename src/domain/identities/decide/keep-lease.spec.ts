import { SUBJECT } from '../../../../test/support/a-fact';
import { agentOf, Rotation } from '../../../../test/support/a-rotation';
import { at, ID } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import { extendLease, startJob, type HeldLease } from './keep-lease';

/** Who has a job may begin it and go on with it, as long as nobody else was handed it. A lease lasts a minute. */
const DAY = 24 * 60;
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const staged = () => Rotation.staged(ON_TWO);
const both = (minutes: number) => staged().lease('host1', minutes).lease('host2', minutes);
const referenceTo = (rotation: Rotation, hostId: string, more: Partial<HeldLease> = {}): HeldLease => {
  const job = rotation.state.jobs.find((open) => open.hostId === hostId);
  return { jobId: job?.jobId ?? '', agentId: agentOf(hostId), leaseId: job?.lease?.leaseId ?? '', ...more };
};
type Row = readonly [string, () => Rotation, Partial<HeldLease>, number, string | readonly string[]];

const START = ['job-started r1 host2 set rotation 2'];
const start: readonly Row[] = [
  ['its own', () => both(2), {}, 2.5, START],
  ['its own, just before the lease runs out', () => both(2), {}, 2.99, START],
  ['its own, but the lease has run out', () => both(2), {}, 3, 'LEASE_LOST'],
  ['one that nobody was handed', staged, {}, 2, 'LEASE_LOST'],
  ['one that is not there', () => both(2), { jobId: 'none' }, 2.5, 'LEASE_LOST'],
  ['another agent’s', () => both(2), { agentId: agentOf('host1') }, 2.5, 'LEASE_LOST'],
  ['with the lease of before', () => both(2).lease('host2', 2.2), { leaseId: 'lease-2-run1' }, 2.5, 'LEASE_LOST'],
  ['its own, after its time', () => both(DAY + 0.5), {}, 1 + DAY, 'LEASE_LOST'],
  ['its own, just before the end of its time', () => both(DAY + 0.5), {}, 0.99 + DAY, START],
  ['what it has begun: nothing to tell', () => both(2).start('host2', 2.2), {}, 2.5, []],
  ['what it has begun, beyond its time', () => both(DAY + 0.5).start('host2', DAY + 0.6), {}, 1 + DAY, []],
  ['what it has begun, but the lease has run out', () => both(2).start('host2', 2.2), {}, 3.2, 'LEASE_LOST'],
  [
    'its own, which was called off',
    () =>
      both(2)
        .revoke('host2', 2)
        .expire(2 * DAY),
    {},
    2.5,
    'LEASE_LOST',
  ],
];

test.each(start)('an agent begins %s', (_, scenario, more, minutes, expected) => {
  const rotation = scenario();
  expect(inShort(startJob(rotation.state, ID, referenceTo(rotation, 'host2', more), at(minutes)))).toEqual(expected);
});

const EXTENDED = ['job-lease-extended host2'];
const extend: readonly Row[] = [
  ['its own, before it begins', () => both(2), {}, 2.5, EXTENDED],
  ['its own, which it did not begin in time', () => both(2), {}, 3, 'LEASE_LOST'],
  ['what it has begun', () => both(2).start('host2', 2.2), {}, 2.5, EXTENDED],
  ['what it has begun, after a silence', () => both(2).start('host2', 2.2), {}, 90, EXTENDED],
  ['one that is not there', () => both(2), { jobId: 'none' }, 2.5, 'LEASE_LOST'],
  ['another agent’s', () => both(2), { agentId: agentOf('host1') }, 2.5, 'LEASE_LOST'],
  ['with another lease', () => both(2), { leaseId: 'other' }, 2.5, 'LEASE_LOST'],
];

test.each(extend)('an agent goes on with %s', (_, scenario, more, minutes, expected) => {
  const rotation = scenario();
  expect(inShort(extendLease(rotation.state, ID, referenceTo(rotation, 'host2', more), at(minutes)))).toEqual(expected);
});

test('the facts of a beginning and of going on, whole', () => {
  const rotation = both(2);
  const reference = referenceTo(rotation, 'host2');
  const { jobId, leaseId } = reference;
  expect(startJob(rotation.state, ID, reference, at(2.5))).toStrictEqual([
    {
      type: 'keyledger.job-started.v1',
      data: {
        ...SUBJECT,
        jobId,
        hostId: 'host2',
        type: 'set',
        purpose: 'rotation',
        version: 2,
        rotationId: 'r1',
        agentId: agentOf('host2'),
        leaseId,
        startedAt: at(2.5),
        leaseUntil: at(3.5),
      },
    },
  ]);
  expect(extendLease(rotation.state, ID, reference, at(2.5))).toStrictEqual([
    {
      type: 'keyledger.job-lease-extended.v1',
      data: { ...SUBJECT, jobId, hostId: 'host2', leaseId, leaseUntil: at(3.5) },
    },
  ]);
});

test('what is begun or goes on is that job, and no other', () => {
  const rotation = both(2).start('host2', 2.2);
  expect(rotation.state.jobs.map(({ hostId, lease }) => [hostId, lease?.startedAt])).toEqual([
    ['host1', undefined],
    ['host2', at(2.2)],
  ]);
  rotation.extend('host2', 2.8);
  expect(rotation.state.jobs.map(({ lease }) => lease?.leaseUntil)).toEqual([at(3), at(3.8)]);
  expect(Object.keys(rotation.state.holdings)).toEqual(['host2']);
});
