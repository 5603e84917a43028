import { fact, SUBJECT } from '../../../../test/support/a-fact';
import { ON_FOUR, Rotation } from '../../../../test/support/a-rotation';
import { at, history, ID, requested, SETTINGS } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import type { Asking } from './asking';
import { retryRotation } from './retry';

/** A rotation that failed on some hosts goes on with the same value there, and nowhere else. */
const DENIED = 'PERMISSION_DENIED';
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const half = () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 3, 'not_changed', DENIED);
const nowhere = () => Rotation.staged(ON_TWO).done('host1', 2, 'not_changed', DENIED).expire(2000);
const admitted = (hostId: string, withheldUpTo: number) =>
  fact('host-agent-admitted', { hostId, agentId: 'new', withheldUpTo, admittedAt: at(5) });
const retry = (rotation: Rotation, only?: string, asking?: Asking) =>
  retryRotation(rotation.state, ID, { now: at(3000), unique: 'again' }, only, asking);

test.each<[string, () => Rotation, string | undefined, string | readonly string[]]>([
  ['the host that does not have it', half, undefined, ['rotation-retried r1 2', 'job-queued r1 host2 set rotation 2']],
  [
    'every host, where none has it',
    nowhere,
    undefined,
    ['rotation-retried r1 2', 'job-queued r1 host1 set rotation 2', 'job-queued r1 host2 set rotation 2'],
  ],
  ['of several, the one named', nowhere, 'host2', ['rotation-retried r1 2', 'job-queued r1 host2 set rotation 2']],
  ['not the one that has it', half, 'host1', 'CONFLICT'],
  ['nothing, where none was ever asked for', () => new Rotation(history(ON_TWO)), undefined, 'CONFLICT'],
  ['nothing, once it went well', () => Rotation.staged().done('host1', 2), undefined, 'CONFLICT'],
  [
    'nothing of one that waits for its value',
    () => new Rotation(history(ON_TWO, requested('r1', 1))),
    undefined,
    'ROTATION_IN_PROGRESS',
  ],
  [
    'nothing of one in the vault alone',
    () => new Rotation(history({}, requested('r1', 1))),
    undefined,
    'ROTATION_IN_PROGRESS',
  ],
  ['nothing, while every host is still asked', () => Rotation.staged(ON_TWO), undefined, 'ROTATION_IN_PROGRESS'],
  [
    'nothing, where one has it and the other is still asked',
    () => Rotation.staged(ON_TWO).done('host1', 2),
    undefined,
    'ROTATION_IN_PROGRESS',
  ],
  [
    'one that said no while others are still asked: it is the same rotation',
    () => Rotation.staged(ON_FOUR).done('host1', 2).done('host3', 3, 'not_changed', DENIED),
    undefined,
    ['job-queued r1 host3 set rotation 2'],
  ],
  [
    'not one that is still asked, though another one said no',
    () => Rotation.staged(ON_FOUR).done('host3', 3, 'not_changed', DENIED),
    'host4',
    'ROTATION_IN_PROGRESS',
  ],
  [
    'a host that is being looked at for its old value',
    () => half().look(4),
    undefined,
    ['rotation-retried r1 2', 'job-queued r1 host2 set rotation 2'],
  ],
  [
    'a host that waits to be looked at for this very value: whoever retries wants it set',
    () => Rotation.staged(ON_TWO).done('host2', 2, 'unverified', 'LOGIN_INCONCLUSIVE'),
    undefined,
    ['job-queued r1 host2 set rotation 2'],
  ],
  [
    'nothing, once no connector changes the value on hosts',
    () => half().decide(fact('identity-changed', { ...SETTINGS, hostIds: ['host2'] })),
    undefined,
    'CONFLICT',
  ],
  [
    'an account that is being taken over, as what it is',
    () => Rotation.enrolling().done('host1', 2, 'not_changed', DENIED),
    undefined,
    ['rotation-retried r1 1', 'job-queued r1 host1 set enrollment 1'],
  ],
])('a retry goes on with %s', (_, scenario, only, expected) => {
  expect(inShort(retry(scenario(), only))).toEqual(expected);
});

test.each<[string, () => Rotation, Asking, string | readonly string[]]>([
  [
    'typed by somebody without access: another value takes its place',
    nowhere,
    { untrusted: [2] },
    ['rotation-requested again manual hosts'],
  ],
  [
    'typed by the caller, while the rotation goes on: its next candidate',
    () => Rotation.staged(ON_FOUR).done('host3', 3, 'not_changed', DENIED),
    { by: 'ann', untrusted: [2] },
    [
      'job-cancelled r1 host1 set rotation 2 superseded',
      'job-cancelled r1 host2 set rotation 2 superseded',
      'job-cancelled r1 host4 set rotation 2 superseded',
      'rotation-candidate-refused r1 host3 2',
    ],
  ],
  [
    'another one is what was typed: it goes on',
    half,
    { untrusted: [1, 3] },
    ['rotation-retried r1 2', 'job-queued r1 host2 set rotation 2'],
  ],
  [
    'older than the agent of a host that has it: that host is not asked',
    () => half().decide(admitted('host1', 2)),
    { untrusted: [] },
    ['rotation-retried r1 2', 'job-queued r1 host2 set rotation 2'],
  ],
  [
    'older than the agent of one of the hosts: another value for all',
    () => nowhere().decide(admitted('host2', 2)),
    { untrusted: [] },
    ['rotation-requested again manual hosts'],
  ],
  [
    'newer than the agent: it is sent',
    () => half().decide(admitted('host2', 1)),
    { untrusted: [] },
    ['rotation-retried r1 2', 'job-queued r1 host2 set rotation 2'],
  ],
  [
    'older, but somebody with access asks: it is written down where it was needed, and there alone',
    () => nowhere().decide(admitted('host2', 2)),
    { by: 'ann', untrusted: [] },
    ['rotation-retried r1 2', 'job-queued r1 host1 set rotation 2', 'job-queued r1 host2 set rotation 2 ann'],
  ],
])('the candidate is %s', (_, scenario, asking, expected) => {
  expect(inShort(retry(scenario(), undefined, asking))).toEqual(expected);
});

test('a candidate that was lost with its store is not tried: another one is asked for', () => {
  const rotation = Rotation.staged(ON_TWO).done('host1', 2, 'not_changed', DENIED);
  rotation.decide(fact('identity-value-lost', { materialStoreId: 'm2', lostAt: at(4) }));
  expect(inShort(retry(rotation))).toEqual([
    'job-cancelled r1 host2 set rotation 2 superseded',
    'rotation-candidate-refused r1 host1 2',
  ]);
});

test('the facts of a retry, whole', () => {
  expect(retry(half())).toStrictEqual([
    {
      type: 'keyledger.rotation-retried.v1',
      data: { ...SUBJECT, rotationId: 'r1', version: 2, hostIds: ['host2'], retriedAt: at(3000) },
    },
    {
      type: 'keyledger.job-queued.v1',
      data: {
        ...SUBJECT,
        rotationId: 'r1',
        jobId: `${ID}.again`,
        hostId: 'host2',
        type: 'set',
        purpose: 'rotation',
        version: 2,
        attempt: 1,
        createdAt: at(3000),
        notAfter: at(3000 + 24 * 60),
      },
    },
  ]);
});
