import { fact, SUBJECT } from '../../../../test/support/a-fact';
import { agentOf, Rotation } from '../../../../test/support/a-rotation';
import { at, deleted, history, ID, moment, out, replaced } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import type { JobLeased } from '../../jobs/events';
import { leaseJob, type LeaseHolder } from './lease-job';
import { reconcile } from './retry';

/** Which of several jobs an agent is handed, and what else it is shown with it. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const KEYS = { credentialType: 'ssh_key', connector: 'ssh-authorized-keys', hostIds: ['host1'] } as const;
const proved = () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 3);
const repairing = (rotation: Rotation, minutes: number) =>
  rotation.decide((state) => reconcile(state, ID, { now: at(minutes), unique: `x${minutes}` }));
const lessee: LeaseHolder = { agentId: agentOf('host1'), hostId: 'host1', instance: 'run1', leaseId: 'l1' };
const asked = (rotation: Rotation, minutes: number, jobId = rotation.jobOn('host1'), who = lessee) =>
  inShort(leaseJob(rotation.state, ID, jobId, who, moment(minutes)));
const SET = ['job-leased r1 host1 set rotation 2'];

test.each<[string, () => Rotation, number, readonly string[]]>([
  ['one that waits', () => Rotation.staged(ON_TWO), 2, SET],
  ['one that is to wait a little is not due before', () => unreachable(), 3, []],
  ['one that is to wait a little is due then', () => unreachable(), 3.5, SET],
  ['one at the end of its time is over', () => Rotation.staged(ON_TWO), 1 + 24 * 60, []],
  ['one just before the end of its time', () => Rotation.staged(ON_TWO), 24 * 60 + 0.5, SET],
  [
    'one that it began is its own beyond that time',
    () => Rotation.staged(ON_TWO).lease('host1', 2).start('host1', 2),
    2 + 24 * 60,
    SET,
  ],
  ['none that would change the value under somebody', () => Rotation.staged(ON_TWO).decide(out('s', 2)), 3, []],
  [
    'one that it has begun, though somebody has come to it since',
    () => Rotation.staged(ON_TWO).lease('host1', 2).start('host1', 2).decide(fact('identity-checked-out', HELD)),
    3,
    SET,
  ],
  [
    'a look, whoever holds it',
    () => proved().decide(out('s', 3)).look(4),
    5,
    ['job-leased host1 verify verification 2'],
  ],
  ['none of an identity that is deleted', () => Rotation.staged(ON_TWO).decide(fact('identity-deleted', {})), 3, []],
  [
    'one of an account that is being taken over',
    () => Rotation.enrolling(),
    2,
    ['job-leased r1 host1 set enrollment 1'],
  ],
  [
    'one, though another host is at its own',
    () => Rotation.staged(ON_TWO).lease('host2', 2).start('host2', 2),
    2.5,
    SET,
  ],
  ['one beside another one of its host that nobody has', () => withLook(), 3, SET],
  ['none beside another one of its host that is begun', () => withLook().lease('host1', 2).start('host1', 2), 9, []],
  ['none beside another one of its host that is leased', () => withLook().lease('host1', 2), 2.5, []],
  ['one beside another one of its host whose lease ran out', () => withLook().lease('host1', 2), 3, SET],
])('it is handed %s', (_, scenario, minutes, expected) => {
  const rotation = scenario();
  const jobId = rotation.state.jobs.find(({ hostId }) => hostId === 'host1')?.jobId;
  expect(asked(rotation, minutes, jobId)).toEqual(expected);
});

const HELD = {
  sessionId: 's',
  userId: 'ann',
  userEmail: 'ann@example.com',
  reason: 'work',
  breakGlass: false,
  ownerBypass: false,
  evidence: { ownerBypass: false },
  version: 1,
  checkedOutAt: at(2),
  expiresAt: at(90),
  durationMinutes: 60,
};
const unreachable = () => Rotation.staged(ON_TWO).done('host1', 3, 'not_changed', 'TARGET_UNREACHABLE');
const withLook = () =>
  Rotation.staged(ON_TWO).decide(
    fact('job-queued', {
      jobId: `${ID}.look`,
      hostId: 'host1',
      type: 'verify',
      purpose: 'verification',
      version: 1,
      attempt: 1,
      createdAt: at(2),
      notAfter: at(60),
    }),
  );

test('of two jobs it is handed the one that it names, and none that is not there or of another host', () => {
  const rotation = withLook();
  expect(asked(rotation, 3, `${ID}.look`)).toEqual(['job-leased host1 verify verification 1']);
  expect(asked(rotation, 3, 'none')).toEqual([]);
  expect(asked(rotation, 3, rotation.jobOn('host2'))).toEqual([]);
});

test('with an identity that is deleted, what waits for an agent is called off, looks among it', () => {
  const rotation = proved().look(4).decide(deleted(5));
  expect(rotation.state.jobs).toEqual([]);
});

test.each<[string, () => Rotation, object]>([
  ['a password: the old one is of no use', () => Rotation.staged(ON_TWO), { disclosedVersions: [2] }],
  [
    'a key, and the one in force, to be taken away',
    () => Rotation.staged(KEYS),
    { previousVersion: 1, disclosedVersions: [2, 1] },
  ],
  [
    'a key, and of those that may be there the one in force first',
    () => repairing(new Rotation(history(KEYS, replaced(2, 1), replaced(3, 2))), 5),
    { previousVersion: 1, formerVersions: [2], disclosedVersions: [3, 1, 2] },
  ],
  [
    'a key, to look whether it lets in',
    () => Rotation.staged(KEYS).done('host1', 2).look(60),
    { disclosedVersions: [2] },
  ],
  [
    'a key, and of an older one than the agent the public half alone',
    () => Rotation.staged(KEYS).decide(admitted(1)),
    { publicVersions: [1], disclosedVersions: [2] },
  ],
  [
    'a key, and whatever else, at the word of somebody with access',
    () => {
      const rotation = new Rotation(history(KEYS, replaced(2, 1))).decide(admitted(2));
      return rotation.decide((state) => reconcile(state, ID, rotation.moment(3), { by: 'ann', untrusted: [] }));
    },
    { previousVersion: 1, disclosedVersions: [2, 1] },
  ],
  [
    'a value that is stored as it was imported, and that is said',
    () => repairing(new Rotation([]).decide(imported), 3),
    { scheme: 'v1', disclosedVersions: [1] },
  ],
])('it is shown %s', (_, scenario, shown) => {
  const rotation = scenario();
  const [leased] = leaseJob(rotation.state, ID, rotation.jobOn('host1'), lessee, moment(70));
  const data = (leased?.data ?? {}) as Partial<JobLeased['data']>;
  const { previousVersion, formerVersions, publicVersions, disclosedVersions, scheme } = data;
  const all = { previousVersion, formerVersions, publicVersions, disclosedVersions, scheme };
  expect(all).toEqual(shown);
});

const admitted = (withheldUpTo: number) =>
  fact('host-agent-admitted', { hostId: 'host1', agentId: agentOf('host1'), withheldUpTo, admittedAt: at(2) });
const imported = fact('identity-created', {
  ...history({})[0]?.data,
  ...ON_TWO,
  scheme: 'v1',
});

test('a lease, whole', () => {
  const rotation = Rotation.staged(ON_TWO);
  expect(leaseJob(rotation.state, ID, rotation.jobOn('host1'), lessee, moment(2))).toStrictEqual([
    {
      type: 'keyledger.job-leased.v1',
      data: {
        ...SUBJECT,
        jobId: rotation.jobOn('host1'),
        hostId: 'host1',
        type: 'set',
        purpose: 'rotation',
        version: 2,
        rotationId: 'r1',
        agentId: agentOf('host1'),
        leaseId: 'l1',
        instance: 'run1',
        leaseUntil: at(3),
        attempt: 1,
        disclosedVersions: [2],
      },
    },
  ]);
});
