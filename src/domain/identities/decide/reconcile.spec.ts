import { fact } from '../../../../test/support/a-fact';
import { Rotation } from '../../../../test/support/a-rotation';
import { at, deleted, history, ID, out, replaced, requested } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import type { Asking } from './asking';
import { reconcile } from './retry';

/** What each host should hold is set once more: where it is in doubt, or everywhere where nothing is. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const proved = () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 3);
const drifted = (hostId: string) => () =>
  proved()
    .look(10)
    .done(hostId, 11, 'drifted')
    .done(hostId === 'host1' ? 'host2' : 'host1', 12);
const admitted = (hostId: string, withheldUpTo: number) =>
  fact('host-agent-admitted', { hostId, agentId: 'new', withheldUpTo, admittedAt: at(5) });
const decide = (rotation: Rotation, asking?: Asking) =>
  reconcile(rotation.state, ID, { now: at(3000), unique: 'again' }, asking);

test.each<[string, () => Rotation, string | readonly string[]]>([
  ['nothing is set on hosts', () => new Rotation(history({})), 'CONFLICT'],
  ['it is deleted', () => proved().decide(deleted(4)), 'CONFLICT'],
  ['it is being taken over', () => Rotation.enrolling().done('host1', 2, 'not_changed', 'NO'), 'CONFLICT'],
  ['somebody holds it', () => proved().decide(out('s', 4)), 'CHECKED_OUT'],
  ['a rotation is on its way', () => proved().decide(requested('r2', 4)), 'ROTATION_IN_PROGRESS'],
  [
    'it is being done',
    () => proved().decide((state) => reconcile(state, ID, { now: at(4), unique: 'x' })),
    'ROTATION_IN_PROGRESS',
  ],
  [
    'it is being done on one of the hosts still',
    () =>
      proved()
        .decide((state) => reconcile(state, ID, { now: at(4), unique: 'x' }))
        .done('host1', 5),
    'ROTATION_IN_PROGRESS',
  ],
])('refused when %s', (_, scenario, code) => {
  expect(inShort(decide(scenario()))).toBe(code);
});

test.each<[string, () => Rotation, readonly string[]]>([
  [
    'every host, where none is in doubt',
    proved,
    ['job-queued host1 set reconcile 2', 'job-queued host2 set reconcile 2'],
  ],
  ['one that holds something else', drifted('host1'), ['job-queued host1 set reconcile 2']],
  ['the other one', drifted('host2'), ['job-queued host2 set reconcile 2']],
  [
    'one that nobody has ever asked, with the value in force',
    () => new Rotation(history(ON_TWO)),
    ['job-queued host1 set reconcile 1', 'job-queued host2 set reconcile 1'],
  ],
  [
    'one that may hold a newer value, with that one: it would refuse to go back',
    () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 3, 'unverified', 'LOGIN_REFUSED'),
    ['job-queued host2 set reconcile 2'],
  ],
  [
    'one that has the newer value of a rotation that failed stays as it is, and the other one is set to what it has',
    () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 3, 'not_changed', 'NO'),
    ['job-queued host2 set reconcile 1'],
  ],
  [
    'all, after a person set the value by hand',
    () => proved().decide(replaced(3, 5)),
    ['job-queued host1 set reconcile 3', 'job-queued host2 set reconcile 3'],
  ],
  [
    'one that is being looked at as well',
    () => proved().look(4, ['host1']),
    ['job-queued host1 set reconcile 2', 'job-queued host2 set reconcile 2'],
  ],
])('it sets %s', (_, scenario, expected) => {
  expect(inShort(decide(scenario()))).toEqual(expected);
});

const TO_BOTH = ['job-queued host1 set reconcile 2', 'job-queued host2 set reconcile 2'];
test.each<[string, () => Rotation, Asking, readonly string[]]>([
  [
    'typed by somebody without access: a fresh one is asked for',
    proved,
    { by: 'ann', untrusted: [2] },
    ['rotation-requested again manual hosts'],
  ],
  ['another than was typed: it is set', proved, { untrusted: [1] }, TO_BOTH],
  [
    'older than the agent of a host: a fresh one is asked for, and looks that wait are called off',
    () => proved().look(4).lease('host1', 5).start('host1', 5).decide(admitted('host2', 2)),
    { untrusted: [] },
    ['job-cancelled host2 verify verification 2 superseded', 'rotation-requested again manual hosts'],
  ],
  [
    'older than the agent, at the word of somebody with access, who is named where it was needed',
    () => proved().decide(admitted('host2', 2)),
    { by: 'ann', untrusted: [] },
    ['job-queued host1 set reconcile 2', 'job-queued host2 set reconcile 2 ann'],
  ],
  [
    'older than the agent of a host that is not in doubt: the other one is set',
    () => drifted('host1')().decide(admitted('host2', 2)),
    { untrusted: [] },
    ['job-queued host1 set reconcile 2'],
  ],
])('the value is %s', (_, scenario, asking, expected) => {
  expect(inShort(decide(scenario(), asking))).toEqual(expected);
});
