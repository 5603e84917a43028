import { SUBJECT } from '../../../../test/support/a-fact';
import { agentOf, ON_FOUR, Rotation } from '../../../../test/support/a-rotation';
import { at, history, ID, replaced, requested } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import { callOff, cancelJob, cancelRotation, endUndisclosed, expireJob, giveUpJobsOf } from './end-job';

/** How one of several jobs ends without its agent's word, and when that is the end of the rotation. */
const DAY = 24 * 60;
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const staged = () => Rotation.staged(ON_TWO);
const half = () => staged().done('host1', 2);
const begun = (minutes: number) => staged().lease('host2', minutes).start('host2', minutes);
type Row = readonly [string, () => Rotation, number, string | readonly string[]];

test.each<Row>([
  ['before its time', staged, 0.99 + DAY, []],
  ['at its end, while another one is open', staged, 1 + DAY, ['job-expired r1 host2 set rotation 2']],
  ['at its end, as the last one', half, 1 + DAY, ['job-expired r1 host2 set rotation 2', 'rotation-failed r1 EXPIRED']],
  ['while an agent has it', () => staged().lease('host2', DAY + 0.5), 1 + DAY, []],
  ['while an agent is at it', () => begun(DAY + 0.5), 1 + DAY, []],
  [
    'once the agent that had it is silent',
    () => staged().lease('host2', DAY + 0.5),
    1.5 + DAY,
    ['job-expired r1 host2 set rotation 2'],
  ],
  ['that is over', () => staged().expire(2 * DAY), 2 * DAY, []],
])('time ends a job %s', (_, scenario, minutes, expected) => {
  const { state } = scenario();
  const jobId = staged().jobOn('host2');
  expect(inShort(expireJob(state, ID, jobId, at(minutes)))).toEqual(expected);
});

test.each<Row>([
  ['that is over', () => staged().expire(2 * DAY), 3, 'CONFLICT'],
  ['that nobody has', staged, 3, ['job-cancelled r1 host2 set rotation 2 by_person']],
  [
    'that is the last one',
    half,
    3,
    ['job-cancelled r1 host2 set rotation 2 by_person', 'rotation-failed r1 CANCELLED'],
  ],
  ['that an agent has', () => staged().lease('host2', 2), 2.5, ['job-cancelled r1 host2 set rotation 2 by_person']],
  ['that an agent is at', () => begun(2), 2.5, 'ROTATION_IN_PROGRESS'],
  ['that a silent agent was at', () => begun(2), 3, ['job-cancelled r1 host2 set rotation 2 by_person']],
  [
    'while another agent is at another one',
    () => staged().lease('host1', 2).start('host1', 2),
    2.5,
    ['job-cancelled r1 host2 set rotation 2 by_person'],
  ],
])('a person calls off a job %s', (_, scenario, minutes, expected) => {
  const jobId = staged().jobOn('host2');
  expect(inShort(cancelJob(scenario().state, ID, jobId, at(minutes)))).toEqual(expected);
});

test.each<Row>([
  ['that is not there', () => new Rotation(history(ON_TWO)), 3, 'CONFLICT'],
  ['in the vault alone', () => new Rotation(history({}, requested('r1', 1))), 3, 'ROTATION_IN_PROGRESS'],
  [
    'that a person was to do',
    () => new Rotation(history({ credentialType: 'api_key' }, requested('r1', 1))),
    3,
    ['rotation-failed r1 CANCELLED'],
  ],
  [
    'that waits for its value',
    () => new Rotation(history(ON_TWO, requested('r1', 1))),
    3,
    ['rotation-failed r1 CANCELLED'],
  ],
  [
    'that waits for another value, while a silent agent was at the first',
    () => begun(2).done('host1', 2, 'not_changed', 'POLICY_REJECTED'),
    4,
    ['job-cancelled r1 host2 set rotation 2 by_person', 'rotation-failed r1 CANCELLED'],
  ],
  [
    'of which nobody has begun',
    staged,
    3,
    [
      'job-cancelled r1 host1 set rotation 2 by_person',
      'job-cancelled r1 host2 set rotation 2 by_person',
      'rotation-failed r1 CANCELLED',
    ],
  ],
  [
    'that one host has: it keeps it',
    half,
    3,
    ['job-cancelled r1 host2 set rotation 2 by_person', 'rotation-failed r1 CANCELLED'],
  ],
  ['while an agent is at it', () => begun(2), 2.5, 'ROTATION_IN_PROGRESS'],
  [
    'while a silent agent was at it: nobody knows what it did',
    () => begun(2),
    4,
    [
      'job-cancelled r1 host1 set rotation 2 by_person',
      'job-cancelled r1 host2 set rotation 2 by_person',
      'rotation-failed r1 UNVERIFIED',
    ],
  ],
  [
    'without what is not its own: a look goes on',
    () => new Rotation(history(ON_TWO)).look(1).lease('host1', 1).start('host1', 1).decide(requested('r1', 1)),
    1.5,
    ['rotation-failed r1 CANCELLED'],
  ],
])('a person calls off a rotation %s', (_, scenario, minutes, expected) => {
  expect(inShort(cancelRotation(scenario().state, ID, at(minutes)))).toEqual(expected);
});

test('how long to wait is said to who would call off what an agent is at', () => {
  expect(cancelRotation(begun(2).state, ID, at(2.5))).toMatchObject({ extra: { retryAfterSeconds: 5 } });
  const inVault = new Rotation(history({}, requested('r1', 1)));
  expect(cancelRotation(inVault.state, ID, at(2.5))).toMatchObject({ extra: { retryAfterSeconds: 1 } });
});

test.each<Row>([
  ['what it only had goes to the next one', () => staged().lease('host2', 2), 2.5, []],
  ['what it was at is over', () => begun(2), 2.5, ['job-cancelled r1 host2 set rotation 2 agent_revoked']],
  ['what another one is at is not its own', () => staged().lease('host1', 2).start('host1', 2), 2.5, []],
  [
    'the last one: nobody knows what the host has',
    () => half().lease('host2', 3).start('host2', 3),
    4,
    ['job-cancelled r1 host2 set rotation 2 agent_revoked', 'rotation-failed r1 UNVERIFIED'],
  ],
])('an agent is out: %s', (_, scenario, minutes, expected) => {
  expect(inShort(giveUpJobsOf(scenario().state, ID, agentOf('host2'), at(minutes)))).toEqual(expected);
});

test('a value that does not open ends those jobs, and with the last one the rotation', () => {
  const ends = (rotation: Rotation, hostId: string) =>
    inShort(endUndisclosed(rotation.state, ID, (job) => job.hostId === hostId, at(5)));
  expect(ends(staged(), 'host2')).toEqual(['job-cancelled r1 host2 set rotation 2 value_not_opened']);
  expect(ends(half(), 'host2')).toEqual([
    'job-cancelled r1 host2 set rotation 2 value_not_opened',
    'rotation-failed r1 VALUE_NOT_OPENED',
  ]);
  // A rotation that another fact has left to be settled is nothing that this may settle.
  expect(ends(half(), 'host3')).toEqual([]);
});

test('what is called off for a reason of ours is told job by job, begun or not', () => {
  const { state } = begun(2);
  const called = callOff(state, ID, () => true, 'superseded', at(5));
  expect(called.map(({ data }) => data)).toMatchObject([
    { hostId: 'host1', started: false, reason: 'superseded' },
    { hostId: 'host2', started: true, reason: 'superseded' },
  ]);
  expect(callOff(state, ID, () => false, 'superseded', at(5))).toEqual([]);
});

test('the facts of two ends, whole', () => {
  const job = { jobId: staged().jobOn('host2'), hostId: 'host2', type: 'set', purpose: 'rotation', version: 2 };
  const work = { ...SUBJECT, ...job, rotationId: 'r1' };
  expect(expireJob(staged().state, ID, job.jobId, at(1 + DAY))).toStrictEqual([
    { type: 'keyledger.job-expired.v1', data: { ...work, started: false, expiredAt: at(1 + DAY) } },
  ]);
  expect(cancelJob(begun(2).state, ID, job.jobId, at(9))).toStrictEqual([
    { type: 'keyledger.job-cancelled.v1', data: { ...work, started: true, reason: 'by_person', cancelledAt: at(9) } },
  ]);
});

test('what was called off is as it was: in a daily look as in a rotation, but a look leaves no mark', () => {
  const rotation = Rotation.staged(ON_FOUR).done('host1', 2).decide(replaced(3, 3)).look(4);
  const before = rotation.state.holdings['host2'];
  rotation.decide((state) => cancelJob(state, ID, rotation.jobOn('host2'), at(5)));
  expect(rotation.state.holdings['host2']).toEqual(before);
});
