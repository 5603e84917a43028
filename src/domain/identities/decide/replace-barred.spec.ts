import { fact } from '../../../../test/support/a-fact';
import { ON_FOUR, Rotation } from '../../../../test/support/a-rotation';
import { at, history, ID, out, SETTINGS } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import { orphanValue } from './orphan-value';
import { replaceBarred } from './replace-barred';
import { reconcile } from './retry';

/** A job whose value may not go to its host any more, and a value whose facts the log has lost. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const MOMENT = (minutes: number) => ({ now: at(minutes), rotationId: 'r9', unique: 'fresh' });
const barred = (rotation: Rotation, hostId: string, minutes = 5) => {
  const job = rotation.state.jobs.find((open) => open.hostId === hostId);
  return job && replaceBarred(rotation.state, ID, job, MOMENT(minutes));
};
const repairing = () =>
  new Rotation(history(ON_TWO)).decide((state) => reconcile(state, ID, { now: at(1), unique: 'x' }));

test.each<[string, () => Rotation, number, readonly string[]]>([
  [
    'of a rotation: another candidate, and nobody else begins with this one',
    () => Rotation.staged(ON_FOUR).done('host1', 2),
    5,
    [
      'job-cancelled r1 host2 set rotation 2 superseded',
      'job-cancelled r1 host3 set rotation 2 superseded',
      'job-cancelled r1 host4 set rotation 2 superseded',
      'rotation-candidate-refused r1 host2 2',
    ],
  ],
  [
    'of no rotation: one is asked for',
    repairing,
    5,
    ['job-cancelled host2 set reconcile 1 superseded', 'rotation-requested fresh manual hosts'],
  ],
  [
    'a look: it is called off',
    () => new Rotation(history(ON_TWO)).look(1),
    5,
    ['job-cancelled host2 verify verification 1 superseded'],
  ],
  ['that waits for the end of a use: it goes on waiting', () => repairing().decide(out('s', 2)), 5, []],
  [
    'a look, while somebody holds it',
    () => new Rotation(history(ON_TWO)).look(1).decide(out('s', 2)),
    5,
    ['job-cancelled host2 verify verification 1 superseded'],
  ],
  [
    'that waited for the end of a use that is over by now',
    () => repairing().decide(out('s', 2)),
    90,
    ['identity-checked-in', 'job-cancelled host2 set reconcile 1 superseded', 'rotation-requested fresh manual hosts'],
  ],
  [
    'of an identity whose value nothing changes on hosts any more',
    () => repairing().decide(fact('identity-changed', { ...SETTINGS, hostIds: ['host1', 'host2'] })),
    5,
    [],
  ],
])('a job %s', (_, scenario, minutes, expected) => {
  expect(inShort(barred(scenario(), 'host2', minutes))).toEqual(expected);
});

test('what an agent has begun is brought to its end: nothing else is decided', () => {
  expect(barred(Rotation.staged(ON_TWO).lease('host2', 2).start('host2', 2), 'host2')).toBeUndefined();
});

test('a value that no fact names may be on hosts; one that is named, or of an identity that never was, is not told of', () => {
  const orphan = (rotation: Rotation, version: number) => inShort(orphanValue(rotation.state, ID, version, at(5)));
  expect(orphan(new Rotation(history(ON_TWO)), 2)).toEqual(['identity-value-orphaned 2']);
  expect(orphan(new Rotation(history(ON_TWO)), 1)).toEqual([]);
  expect(orphan(Rotation.staged(ON_TWO), 2)).toEqual([]);
  expect(orphan(new Rotation([]), 2)).toEqual([]);
});

test('it is told once: of an identity on no host as well, or on one whose agent may not have had it', () => {
  const tell = (rotation: Rotation, version: number) =>
    rotation.decide((state) => orphanValue(state, ID, version, at(5))).told.filter((name) => name.includes('orphaned'));
  const admitted = fact('host-agent-admitted', { hostId: 'host1', agentId: 'new', withheldUpTo: 3, admittedAt: at(2) });
  for (const settings of [{}, ON_TWO, { hostIds: ['host1'], connector: 'linux-password' }]) {
    const rotation = new Rotation(history(settings, admitted));
    expect(tell(rotation, 3)).toHaveLength(1);
    expect(tell(rotation, 3)).toHaveLength(1);
  }
  // A number below one that is known changes nothing where no host can have it.
  expect(
    tell(new Rotation(history({}, fact('identity-value-orphaned', { version: 9, foundAt: at(1) }))), 5),
  ).toHaveLength(1);
});
