import { fact, SUBJECT } from '../../../../test/support/a-fact';
import { Rotation } from '../../../../test/support/a-rotation';
import { at, deleted, history, ID, requested } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import { dropShownCandidate } from './drop-shown-candidate';
import { newCandidate } from './new-candidate';
import { owesCandidate, stageCandidate } from './stage-candidate';

/** A candidate comes to the hosts, another one takes its place, or it is dropped, as somebody was shown it. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const owing = () => new Rotation(history(ON_TWO, requested('r1', 1)));
const stage = (rotation: Rotation, rotationId = 'r1') =>
  stageCandidate(rotation.state, ID, rotationId, 2, { now: at(5), unique: 'x' });
const STAGED = ['rotation-staged r1 2', 'job-queued r1 host1 set rotation 2', 'job-queued r1 host2 set rotation 2'];

test.each<[string, () => Rotation, string, readonly string[]]>([
  ['to each host', owing, 'r1', STAGED],
  ['to none, for another rotation', owing, 'r2', []],
  ['to none, where none was asked for', () => new Rotation(history(ON_TWO)), 'r1', []],
  ['to none, where one is staged', () => Rotation.staged(ON_TWO), 'r1', []],
  ['to none, in the vault alone', () => new Rotation(history({}, requested('r1', 1))), 'r1', []],
  [
    'to none of an identity that is deleted',
    () => owing().decide(fact('identity-deleted', { deletedAt: at(2) })),
    'r1',
    [],
  ],
  [
    'to each host, and what waited there is called off, but for what is begun',
    () => new Rotation(history(ON_TWO)).look(1).lease('host1', 1).start('host1', 1).decide(requested('r1', 1)),
    'r1',
    ['job-cancelled host2 verify verification 1 superseded', ...STAGED],
  ],
])('it comes %s', (_, scenario, rotationId, expected) => {
  const rotation = scenario();
  expect(inShort(stage(rotation, rotationId))).toEqual(expected);
  expect(owesCandidate(rotation.state, rotationId)).toBe(expected.length > 0);
});

test('an account that is being taken over has nothing before its first, and its jobs are of that purpose', () => {
  const rotation = Rotation.enrolling();
  expect(rotation.told).toEqual([
    'identity-enrollment-requested',
    'rotation-requested',
    'rotation-staged',
    'job-queued',
  ]);
  expect(rotation.facts.slice(2)).toMatchObject([
    { data: { previousVersion: 0 } },
    { data: { purpose: 'enrollment' } },
  ]);
  expect(deleted(3)(rotation.state)).toMatchObject({ code: 'ROTATION_IN_PROGRESS' });
});

test('the first facts, whole: each host has its own job', () => {
  const [staged, first, second] = stage(owing());
  expect(staged).toStrictEqual({
    type: 'keyledger.rotation-staged.v1',
    data: { ...SUBJECT, rotationId: 'r1', version: 2, previousVersion: 1, stagedAt: at(5) },
  });
  expect([first, second]).toMatchObject([{ data: { jobId: `${ID}.x` } }, { data: { jobId: `${ID}.x.1` } }]);
});

test('another candidate: of this rotation nobody else begins, and other work goes on', () => {
  const rotation = Rotation.staged(ON_TWO).lease('host1', 2).start('host1', 2);
  const other = { jobId: 'other', hostId: 'host2', type: 'verify', purpose: 'verification', version: 1 };
  rotation.decide(fact('job-queued', { ...other, attempt: 1, createdAt: at(2), notAfter: at(60) }));
  const why = { rotationId: 'r1', version: 2, hostId: 'host1' };
  const events = newCandidate(rotation.state, ID, why, 2, at(5));
  expect(inShort(events)).toEqual([
    'job-cancelled r1 host2 set rotation 2 superseded',
    'rotation-candidate-refused r1 host1 2',
  ]);
  expect(events.at(-1)?.data).toStrictEqual({ ...SUBJECT, ...why, refusals: 2 });
});

const shown = (version: number, more: object = {}) => ({ version, breakGlass: false, ...more });
const DROPPED = [
  'job-cancelled r1 host1 set rotation 2 superseded',
  'job-cancelled r1 host2 set rotation 2 superseded',
  'rotation-failed r1 CANDIDATE_SHOWN',
];
test.each<[string, () => Rotation, ReturnType<typeof shown>, readonly string[]]>([
  ['it was the value of the use', () => Rotation.staged(ON_TWO), shown(2), DROPPED],
  ['it was one to be tried', () => Rotation.staged(ON_TWO), shown(1, { alternatives: [3, 2] }), DROPPED],
  ['who broke the glass may have seen it', () => Rotation.staged(ON_TWO), shown(1, { breakGlass: true }), DROPPED],
  ['it was not shown', () => Rotation.staged(ON_TWO), shown(1, { alternatives: [3] }), []],
  ['there is none yet', owing, shown(1, { breakGlass: true }), []],
  ['no rotation is on its way', () => new Rotation(history(ON_TWO)), shown(2), []],
  [
    'what a host has begun is brought to its end',
    () => Rotation.staged(ON_TWO).lease('host1', 2).start('host1', 2),
    shown(2),
    DROPPED.slice(1),
  ],
])('a candidate is dropped with the end of a use, or not: %s', (_, scenario, session, expected) => {
  const events = dropShownCandidate(scenario().state, ID, session, at(5));
  expect(inShort(events)).toEqual(expected);
});

test('that it was shown is no failure, and nothing is tried again by itself', () => {
  const events = dropShownCandidate(Rotation.staged(ON_TWO).state, ID, shown(2), at(5));
  expect(events.at(-1)?.data).toMatchObject({ failuresInRow: 0, suspended: false });
  expect(events.at(-1)?.data).not.toHaveProperty('retryAt');
});
