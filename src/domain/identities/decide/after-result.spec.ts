import { fact } from '../../../../test/support/a-fact';
import { agentOf, Rotation } from '../../../../test/support/a-rotation';
import { at, ID, requested, SETTINGS } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import type { JobResultRecorded } from '../../jobs/events';
import type { JobRecord } from '../job-record';
import { factsAfterResult } from './after-result';

/** What a result leads to before it is asked whether the rotation is over: the same once more, a look, another candidate, or nothing. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const KEYS = { ...ON_TWO, credentialType: 'ssh_key', connector: 'ssh-authorized-keys' } as const;
const JOB: JobRecord = {
  jobId: `${ID}.job`,
  hostId: 'host1',
  type: 'set',
  purpose: 'rotation',
  rotationId: 'r1',
  version: 2,
  attempt: 2,
  notAfter: at(1441),
  agentIds: [agentOf('host1')],
  open: true,
};
const { rotationId: _, ...ALONE } = JOB;
const REPAIR: JobRecord = { ...ALONE, purpose: 'reconcile', version: 1 };
const LOOK: JobRecord = { ...ALONE, type: 'verify', purpose: 'verification', version: 1 };
type Said = Partial<JobResultRecorded['data']>;
const after = ({ state }: Rotation, job: JobRecord, said: Said, minutes = 10, jitter = 0.5) => {
  const { jobId, hostId, type, purpose, version } = job;
  const result = { jobId, hostId, type, purpose, version, ...said } as JobResultRecorded['data'];
  return factsAfterResult(state, ID, job, result, { now: at(minutes), unique: 'again', jitter });
};
const UNREACHABLE: Said = { outcome: 'not_changed', code: 'TARGET_UNREACHABLE' };
const NO_LOGIN: Said = { outcome: 'unverified', code: 'LOGIN_INCONCLUSIVE' };
const REJECTED: Said = { outcome: 'not_changed', code: 'POLICY_REJECTED' };
const staged = () => Rotation.staged(ON_TWO);
const ANEW = [
  'job-cancelled r1 host1 set rotation 2 superseded',
  'job-cancelled r1 host2 set rotation 2 superseded',
  'rotation-candidate-refused r1 host1 2',
];

test.each<[string, () => Rotation, JobRecord, Said, readonly string[]]>([
  ['it went well', staged, JOB, { outcome: 'confirmed' }, []],
  ['it went well, whatever code is with it', staged, JOB, { ...UNREACHABLE, outcome: 'confirmed' }, []],
  ['it holds something else, whatever code is with it', staged, REPAIR, { ...NO_LOGIN, outcome: 'drifted' }, []],
  ['its target is away', staged, JOB, UNREACHABLE, ['job-queued r1 host1 set rotation 2']],
  [
    'its target went away on the way',
    staged,
    JOB,
    { ...UNREACHABLE, outcome: 'unverified' },
    ['job-queued r1 host1 set rotation 2'],
  ],
  ['its target is away, of a job of no rotation', staged, REPAIR, UNREACHABLE, ['job-queued host1 set reconcile 1']],
  [
    'its target is away, of a look of a rotation',
    staged,
    { ...JOB, type: 'verify' },
    UNREACHABLE,
    ['job-queued r1 host1 verify rotation 2'],
  ],
  ['its target is away, of the daily look: it comes again tomorrow', staged, LOOK, UNREACHABLE, []],
  ['no login could tell: a look', staged, JOB, NO_LOGIN, ['job-queued r1 host1 verify rotation 2']],
  ['no login could tell, and nothing was set', staged, JOB, { ...NO_LOGIN, outcome: 'not_changed' }, []],
  [
    'no login could tell of a key: all of it, as the old one is to go',
    () => Rotation.staged(KEYS),
    JOB,
    NO_LOGIN,
    ['job-queued r1 host1 set rotation 2'],
  ],
  ['any other reason', staged, JOB, { outcome: 'unverified', code: 'LOGIN_REFUSED' }, []],
  ['no reason', staged, JOB, { outcome: 'not_changed' }, []],
  ['its rules refuse the value: another one', staged, JOB, REJECTED, ANEW],
  ['its rules refuse it, and yet nobody knows', staged, JOB, { ...REJECTED, outcome: 'unverified' }, []],
  ['its rules refuse what it is to be set to once more', staged, REPAIR, REJECTED, []],
  ['it had a newer one: another one', staged, JOB, { outcome: 'not_changed', heldVersion: 9 }, ANEW],
  ['it had a newer one, and yet nobody knows', staged, JOB, { outcome: 'unverified', heldVersion: 9 }, []],
  [
    'the identity is no longer on it',
    () => staged().decide(fact('identity-changed', { ...SETTINGS, ...ON_TWO, hostIds: ['host2'] })),
    JOB,
    UNREACHABLE,
    [],
  ],
  ['the rotation is over', () => staged().expire(2000), JOB, UNREACHABLE, []],
  [
    'another one is under way',
    () => staged().expire(2000).decide(requested('r2', 2001)).stage(2, 2002),
    JOB,
    UNREACHABLE,
    [],
  ],
  ['another candidate is under way', staged, { ...JOB, version: 1 }, UNREACHABLE, []],
])('after a result, when %s', (_name, scenario, job, said, expected) => {
  expect(inShort(after(scenario(), job, said))).toEqual(expected);
});

test.each<[number, number, number, number | undefined]>([
  [2, 0, 10, 1],
  [2, 0.99, 10, 10],
  [3, 0.5, 10, 11],
  [4, 0.5, 10, 21],
  [9, 0.999, 10, 900],
  [40, 0, 10, 1],
  [40, 0.999, 10, 900],
])(
  'at delivery %d and chance %d, minute %d, it is tried again after %s seconds',
  (attempt, jitter, minutes, seconds) => {
    const [again] = after(staged(), { ...JOB, attempt }, UNREACHABLE, minutes, jitter);
    const { notBefore = '', createdAt = '' } = (again?.data ?? {}) as { notBefore?: string; createdAt?: string };
    expect((Date.parse(notBefore) - Date.parse(createdAt)) / 1000).toBe(seconds);
  },
);

test('it is not tried again at the end of its time, nor is that moved: of the same job, for whoever asked', () => {
  const job = { ...JOB, attempt: 2, notAfter: at(11), askedBy: 'ann' };
  expect(inShort(after(staged(), job, UNREACHABLE, 11 - 1 / 60, 0))).toEqual([]);
  expect(after(staged(), job, UNREACHABLE, 11 - 2 / 60, 0)).toMatchObject([
    { data: { jobId: `${ID}.again`, attempt: 2, notAfter: at(11), notBefore: at(11 - 1 / 60), askedBy: 'ann' } },
  ]);
});

test('three candidates are refused; the fourth ends it', () => {
  const rotation = staged();
  const refusals: number[] = [];
  for (const version of [2, 3, 4, 5]) {
    const events = after(rotation, { ...JOB, version }, REJECTED);
    rotation.decide(() => events);
    refusals.push(...events.flatMap(({ data }) => ('refusals' in data ? [data.refusals] : [])));
    rotation.stage(version + 1, version);
  }
  expect(refusals).toEqual([1, 2, 3]);
});
