import { fact, SUBJECT } from '../../../../test/support/a-fact';
import { ON_FOUR, Rotation } from '../../../../test/support/a-rotation';
import { at, deleted, history, ID, requested, SETTINGS } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import type { JobRecord } from '../job-record';
import type { Asking } from './asking';
import { retryJob } from './retry';

/** One job, once more, after it ended without success: as it was, where that still makes sense. */
const DENIED = 'PERMISSION_DENIED';
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const half = () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 3, 'not_changed', DENIED);
const proved = () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 3);
const admitted = (hostId: string, withheldUpTo: number) =>
  fact('host-agent-admitted', { hostId, agentId: 'new', withheldUpTo, admittedAt: at(5) });
const lost = fact('identity-value-lost', { materialStoreId: 'm2', lostAt: at(6) });

const OVER = { jobId: `${ID}.old`, attempt: 2, notAfter: at(9), agentIds: [], open: false, outcome: 'not_changed' };
const ofRotation: JobRecord = {
  ...OVER,
  hostId: 'host2',
  type: 'set',
  purpose: 'rotation',
  version: 2,
  rotationId: 'r1',
};
const look: JobRecord = { ...OVER, hostId: 'host2', type: 'verify', purpose: 'verification', version: 1 };
const repair: JobRecord = { ...OVER, hostId: 'host2', type: 'set', purpose: 'reconcile', version: 1 };
const { outcome: _, ...untold } = look;

const decide = (rotation: Rotation, job: JobRecord, asking?: Asking) =>
  retryJob(rotation.state, ID, job, { now: at(3000), unique: 'again' }, asking);
type Row = readonly [string, () => Rotation, JobRecord, string | readonly string[]];

test.each<Row>([
  ['the job is not over', proved, { ...untold, open: true }, 'CONFLICT'],
  ['it went well', proved, { ...look, outcome: 'confirmed' }, 'CONFLICT'],
  ['the identity is deleted', () => proved().decide(deleted(5)), look, 'CONFLICT'],
  ['a newer value has taken the place of its own', half, { ...ofRotation, version: 1 }, 'CONFLICT'],
  ['the value of its rotation is in force', proved, ofRotation, 'CONFLICT'],
  [
    'another rotation is on its way, whatever candidate the old one left',
    () => half().decide(requested('r2', 5)).stage(3, 5),
    ofRotation,
    'CONFLICT',
  ],
  ['its host has the value by now', half, { ...ofRotation, hostId: 'host1' }, 'CONFLICT'],
  [
    'the identity is no longer on its host',
    () => proved().decide(fact('identity-changed', { ...SETTINGS, ...ON_TWO, hostIds: ['host1'] })),
    look,
    'CONFLICT',
  ],
  ['something else is under way on its host', () => proved().look(4, ['host2']), repair, 'CONFLICT'],
  ['its value is lost', () => proved().decide(lost), look, 'VALUE_MISSING'],
])('refused when %s', (_name, scenario, job, code) => {
  expect(inShort(decide(scenario(), job))).toBe(code);
});

test.each<Row>([
  ['of a rotation that failed', half, ofRotation, ['rotation-retried r1 2', 'job-queued r1 host2 set rotation 2']],
  [
    'of a rotation that goes on elsewhere',
    () => Rotation.staged(ON_FOUR).done('host2', 3, 'not_changed', DENIED).done('host3', 4, 'not_changed', DENIED),
    ofRotation,
    ['job-queued r1 host2 set rotation 2'],
  ],
  [
    'of an account that is being taken over',
    () => Rotation.enrolling().done('host1', 2, 'not_changed', DENIED),
    { ...ofRotation, hostId: 'host1', purpose: 'enrollment', version: 1 },
    ['rotation-retried r1 1', 'job-queued r1 host1 set enrollment 1'],
  ],
  ['that nobody has told the end of', proved, untold, ['job-queued host2 verify verification 2']],
  ['that was a look: at what the host should hold by now', proved, look, ['job-queued host2 verify verification 2']],
  ['that put right what it holds', proved, repair, ['job-queued host2 set reconcile 2']],
  [
    'on a host where nothing is under way, though something is on another',
    () => proved().look(4, ['host1']),
    look,
    ['job-queued host2 verify verification 2'],
  ],
])('once more: a job %s', (_name, scenario, job, expected) => {
  expect(inShort(decide(scenario(), job))).toEqual(expected);
});

test.each<[string, () => Rotation, JobRecord, Asking, string | readonly string[]]>([
  ['typed by somebody without access is not set', proved, repair, { by: 'ann', untrusted: [2] }, 'VAULT_ACCESS_DENIED'],
  [
    'typed by the caller may be looked at',
    proved,
    look,
    { by: 'ann', untrusted: [2] },
    ['job-queued host2 verify verification 2'],
  ],
  [
    'typed by the caller and older than the agent is not even looked at',
    () => proved().decide(admitted('host2', 2)),
    look,
    { untrusted: [2] },
    'VAULT_ACCESS_DENIED',
  ],
  [
    'older than the agent is not set',
    () => proved().decide(admitted('host2', 2)),
    repair,
    { untrusted: [] },
    'VAULT_ACCESS_DENIED',
  ],
  [
    'older than the agent is set at the word of somebody with access, who is named',
    () => proved().decide(admitted('host2', 2)),
    repair,
    { by: 'ann', untrusted: [] },
    ['job-queued host2 set reconcile 2 ann'],
  ],
  [
    'of a rotation and typed by somebody without access: a whole one is to be asked for',
    half,
    ofRotation,
    { by: 'ann', untrusted: [2] },
    'VAULT_ACCESS_DENIED',
  ],
  [
    'of a rotation and older than the agent',
    () => half().decide(admitted('host2', 2)),
    ofRotation,
    { untrusted: [] },
    'VAULT_ACCESS_DENIED',
  ],
  [
    'of a rotation and older than the agent, asked for by somebody with access',
    () => half().decide(admitted('host2', 2)),
    ofRotation,
    { by: 'ann', untrusted: [] },
    ['rotation-retried r1 2', 'job-queued r1 host2 set rotation 2 ann'],
  ],
])('a value %s', (_name, scenario, job, asking, expected) => {
  expect(inShort(decide(scenario(), job, asking))).toEqual(expected);
});

test('whoever may not have the value set is told at what level it could be', () => {
  expect(decide(proved(), repair, { untrusted: [2] })).toMatchObject({ extra: { level: 'view_credentials' } });
});

test('nobody asks, nobody is named: without a word on who asks, it is somebody without access', () => {
  expect(inShort(decide(proved().decide(admitted('host2', 2)), look))).toBe('VAULT_ACCESS_DENIED');
  expect(inShort(decide(new Rotation(history(ON_TWO)), look))).toEqual(['job-queued host2 verify verification 1']);
});

test('the new job, whole: its tries are counted anew', () => {
  expect(decide(proved(), repair)).toStrictEqual([
    {
      type: 'keyledger.job-queued.v1',
      data: {
        ...SUBJECT,
        jobId: `${ID}.again`,
        hostId: 'host2',
        type: 'set',
        purpose: 'reconcile',
        version: 2,
        attempt: 1,
        createdAt: at(3000),
        notAfter: at(3000 + 24 * 60),
      },
    },
  ]);
});
