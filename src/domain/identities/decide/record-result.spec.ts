import { fact, SUBJECT } from '../../../../test/support/a-fact';
import { agentOf, Rotation } from '../../../../test/support/a-rotation';
import { at, history, ID, replaced, SETTINGS } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import { isRefusal } from '../../../kernel/refusal';
import type { JobResultRecorded } from '../../jobs/events';
import type { JobRecord } from '../job-record';
import { recordResult, type JobReport } from './record-result';
import type { Sharing } from './share-account';

/** What an agent says of a job: whose word counts, whether it is news, and what is written of it. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const KEYS = { credentialType: 'ssh_key', connector: 'ssh-authorized-keys', hostIds: ['host1', 'host2'] } as const;
const staged = () => Rotation.staged(ON_TWO);
const proved = () => staged().done('host1', 2).done('host2', 3);
const MOMENT = { now: at(100), unique: 'again', jitter: 0.5 };
const JOB: JobRecord = {
  jobId: `${ID}.job`,
  hostId: 'host1',
  type: 'set',
  purpose: 'rotation',
  rotationId: 'r1',
  version: 2,
  attempt: 2,
  notAfter: at(9000),
  agentIds: [agentOf('host1')],
  open: false,
};
const REPORT: JobReport = { agentId: agentOf('host1'), type: 'set', version: 2, outcome: 'confirmed' };
const decide = (
  { state }: Rotation,
  job: Partial<JobRecord> | undefined,
  report: Partial<JobReport> = {},
  sharing: readonly Sharing[] = [],
) => recordResult(state, ID, job && { ...JOB, ...job }, { ...REPORT, ...report }, MOMENT, sharing);

const recorded = (decided: ReturnType<typeof decide>): Partial<JobResultRecorded['data']> =>
  isRefusal(decided) ? {} : ((decided as readonly JobResultRecorded[])[0]?.data ?? {});

test.each<[string, Partial<JobRecord> | undefined, Partial<JobReport>, string | readonly string[]]>([
  ['of no job', undefined, {}, 'NOT_FOUND'],
  ['of an agent that never had it', {}, { agentId: agentOf('host2') }, 'NOT_FOUND'],
  ['of another version', {}, { version: 1 }, 'CONFLICT'],
  ['of another kind of work', {}, { type: 'verify' }, 'CONFLICT'],
  ['that has been told before', { outcome: 'unverified' }, {}, []],
  ['that has been told before, of another version now', { outcome: 'unverified' }, { version: 1 }, 'CONFLICT'],
])('nothing is written of a result %s', (_, job, report, expected) => {
  expect(inShort(decide(staged(), job, report))).toEqual(expected);
});

test('one of several agents that had it one after the other may tell', () => {
  const agentIds = [agentOf('host1'), 'later'];
  for (const agentId of agentIds) {
    expect(inShort(decide(staged(), { agentIds }, { agentId }))).toContain(
      'job-result-recorded r1 host1 set rotation 2 confirmed false',
    );
  }
});

const LOOK = { type: 'verify', purpose: 'verification' } as const;
const elsewhere = () => proved().decide(fact('identity-changed', { ...SETTINGS, ...ON_TWO, hostIds: ['host2'] }));
test.each<[string, () => Rotation, Partial<JobRecord>, Partial<JobReport>, boolean]>([
  ['a look that is over', staged, LOOK, { type: 'verify' }, true],
  ['a look that is not over', staged, { ...LOOK, open: true }, { type: 'verify' }, false],
  ['of a host that it is no longer on', elsewhere, {}, {}, true],
  ['of a host that it is no longer on, of a job that is open', elsewhere, { open: true }, {}, true],
  ['set, where nothing is known', staged, {}, {}, false],
  ['set, where that very value is proved', proved, {}, {}, false],
  ['set, where a newer one is proved', proved, { version: 1 }, { version: 1 }, true],
  ['set, where another host has a newer one', () => staged().done('host2', 3), { version: 1 }, { version: 1 }, false],
  [
    'set, where a person has given a newer one since',
    () => new Rotation(history(ON_TWO, replaced(2, 1), replaced(3, 2))),
    {},
    {},
    true,
  ],
  ['set and open, where a newer one is known', proved, { version: 1, open: true }, { version: 1 }, false],
  ['not set, where nothing is known', staged, {}, { outcome: 'not_changed' }, false],
  ['not set, where that very value is proved', proved, {}, { outcome: 'not_changed' }, true],
  ['not set, where an older one is proved', proved, { version: 3 }, { version: 3, outcome: 'not_changed' }, false],
  ['not known, where that very value is proved', proved, {}, { outcome: 'unverified' }, true],
  ['not known and open, where that very value is proved', proved, { open: true }, { outcome: 'unverified' }, false],
])('whether it is late: %s', (_, scenario, job, report, late) => {
  expect(recorded(decide(scenario(), job, report)).late).toBe(late);
});

const LEFT = { warnings: ['SOMETHING', 'OLD_KEY_NOT_REMOVED'] };
test.each<[string, object, Partial<JobRecord>, Partial<JobReport>, readonly number[] | undefined]>([
  ['a key that was set', KEYS, {}, {}, undefined],
  ['a key, beside which the old one is still there', KEYS, {}, LEFT, [1]],
  ['a key, with another warning', KEYS, {}, { warnings: ['SOMETHING'] }, undefined],
  ['a key that was only looked at', KEYS, { ...LOOK, open: true }, { type: 'verify' }, [1]],
  ['a key that was not set', KEYS, {}, { ...LEFT, outcome: 'not_changed' }, undefined],
  ['a password, which takes the place of the old one', ON_TWO, {}, LEFT, undefined],
])('what may still let in beside %s', (_, settings, job, report, mayStillWork) => {
  expect(recorded(decide(Rotation.staged(settings), job, report)).mayStillWork).toEqual(mayStillWork);
});

test.each<[number | undefined, number | undefined]>([
  [undefined, undefined],
  [2, undefined],
  [3, 3],
  [100_002, 100_002],
  [100_003, undefined],
])('a host that says it had version %s before is believed as far as %s', (held, heldVersion) => {
  const told = held === undefined ? {} : { held };
  expect(recorded(decide(staged(), {}, { outcome: 'not_changed', ...told })).heldVersion).toBe(heldVersion);
});

const other = (otherIdentityId: string, stopped: boolean): Sharing => ({
  otherIdentityId,
  otherIdentityName: 'x',
  stopped,
});
test('an account that is not its alone: what stops it is told last, and nothing follows by itself', () => {
  const rotation = staged().lease('host1', 2);
  const jobId = rotation.jobOn('host1');
  const report = { outcome: 'not_changed', code: 'TARGET_UNREACHABLE' } as const;
  const told = (sharing: readonly Sharing[]) =>
    decide(rotation, { jobId, open: true }, report, sharing) as readonly { type: string; data: Sharing }[];
  const both = told([other('b', true), other('a', false)]);
  expect(both.map(({ type }) => type)).toEqual([
    'keyledger.job-result-recorded.v1',
    'keyledger.host-account-shared.v1',
    'keyledger.host-account-shared.v1',
  ]);
  expect(both.slice(1).map(({ data }) => data.otherIdentityId)).toEqual(['a', 'b']);
  expect(inShort(told([other('a', false)]) as never)).toEqual([
    'job-result-recorded r1 host1 set rotation 2 not_changed TARGET_UNREACHABLE false',
    'host-account-shared host1',
    'job-queued r1 host1 set rotation 2',
  ]);
  expect(told([other('a', false), other('a', false)]).filter(({ type }) => type.includes('shared'))).toHaveLength(1);
});

test('nothing is begun anew after a job that was over', () => {
  const report = { outcome: 'not_changed', code: 'TARGET_UNREACHABLE' } as const;
  expect(inShort(decide(staged(), {}, report))).toEqual([
    'job-result-recorded r1 host1 set rotation 2 not_changed TARGET_UNREACHABLE false',
  ]);
});

test('a result, whole, with all that an agent may say and with the least', () => {
  const target = { machine: 'm1', name: 'billing' };
  const said = { code: 'X', detail: 'in words', warnings: ['OLD'], target, held: 7, outcome: 'unverified' } as const;
  const work = { ...SUBJECT, jobId: JOB.jobId, hostId: 'host1', type: 'set', purpose: 'rotation', version: 2 };
  const data = { ...work, rotationId: 'r1', agentId: agentOf('host1'), late: false, recordedAt: at(100) };
  const { held: heldVersion, ...told } = said;
  expect(decide(staged(), {}, said)).toStrictEqual([
    { type: 'keyledger.job-result-recorded.v1', data: { ...data, ...told, heldVersion } },
  ]);
  expect(decide(staged(), {}, { warnings: [] })).toStrictEqual([
    { type: 'keyledger.job-result-recorded.v1', data: { ...data, outcome: 'confirmed' } },
  ]);
});
