import {
  at,
  BY_HAND,
  confirmed,
  deleted,
  failed,
  ID,
  moment,
  ON_HOSTS,
  out,
  replaced,
  requested,
  SETTINGS,
  history,
  suspended,
} from '../../../../test/support/an-identity';
import { given } from '../../../../test/support/given-when-then';
import { refuse } from '../../../kernel/refusal';
import type { IdentityEvent, IdentitySettings, RotationMode } from '../events';
import { identity } from '../evolve';
import { confirmInVault, failRotation, requestByHand, requestWhenDue, rotationMode } from './rotation';

const REQUESTED = 'keyledger.rotation-requested.v1';
const CONFIRMED = 'keyledger.rotation-confirmed.v1';
const FAILED = 'keyledger.rotation-failed.v1';
const DAY = 1440;
const DUE: Partial<IdentitySettings> = { rotationIntervalDays: 30 };

describe('where a rotation is done', () => {
  it.each<[RotationMode, Partial<IdentitySettings>]>([
    ['vault', {}],
    ['vault', { connector: 'linux-password' }],
    ['hosts', ON_HOSTS],
    ['hosts', { credentialType: 'ssh_key', hostIds: ['host1'], connector: 'ssh-authorized-keys' }],
    ['manual', { hostIds: ['host1'] }],
    ['manual', { credentialType: 'ssh_key' }],
    ['manual', { credentialType: 'ssh_key', connector: 'ssh-authorized-keys' }],
    ['manual', BY_HAND],
    ['manual', { credentialType: 'certificate' }],
    ['manual', { credentialType: 'other', hostIds: ['host1'] }],
  ])('%s: %j', (mode, settings) => expect(rotationMode({ ...SETTINGS, ...settings })).toBe(mode));
});

describe('a rotation asked for by hand', () => {
  it.each<[string, readonly IdentityEvent[], string]>([
    ['starts', history({}), REQUESTED],
    ['starts on hosts', history(ON_HOSTS), REQUESTED],
    ['starts what is suspended', history({}, ...suspended), REQUESTED],
    ['waits for nobody’s session', history({}, out('s', 1)), 'CHECKED_OUT'],
    ['is one at a time', history({}, requested('r1', 1)), 'ROTATION_IN_PROGRESS'],
    ['is one at a time on hosts', history(ON_HOSTS, requested('r1', 1)), 'ROTATION_IN_PROGRESS'],
    ['is one at a time while a person is reminded', history(BY_HAND, requested('r1', 1)), 'ROTATION_IN_PROGRESS'],
    ['starts again after a failure', history({}, requested('r1', 1), failed('r1')), REQUESTED],
  ])('%s', (_, facts, expected) => {
    const decision = given(identity, facts).when((state) => requestByHand(state, ID, moment(2)));
    decision.then(expected === REQUESTED ? [{ type: REQUESTED, data: { trigger: 'manual' } }] : expected);
  });

  it('states where and what', () => {
    given(identity, history(ON_HOSTS))
      .when((state) => requestByHand(state, ID, moment(2)))
      .then([
        {
          type: REQUESTED,
          data: { mode: 'hosts', hostIds: ['host1'], rotationId: 'next-rotation', requestedAt: at(2) },
        },
      ]);
  });
});

describe('the scheduler', () => {
  it.each<[string, readonly IdentityEvent[], number, boolean]>([
    ['rotates what is due', history(DUE), 30 * DAY, true],
    ['leaves what is not due yet', history(DUE), 30 * DAY - 1, false],
    ['leaves what has no interval', history({}), 900 * DAY, false],
    ['leaves what is checked out', history(DUE, out('s', 30 * DAY - 5)), 30 * DAY, false],
    ['leaves what is suspended', history(DUE, ...suspended), 30 * DAY, false],
    ['leaves what is on its way', history(DUE, requested('r', 1)), 30 * DAY, false],
    ['leaves what is deleted', history(DUE, deleted(1)), 30 * DAY, false],
    [
      'tries again after a failure: the date did not move',
      history(DUE, requested('r', 30 * DAY), failed('r')),
      30 * DAY,
      true,
    ],
    [
      'counts from the confirmation',
      history(DUE, requested('r', 9 * DAY), confirmed('r', 2, 10 * DAY)),
      39 * DAY,
      false,
    ],
    ['is due an interval after it', history(DUE, requested('r', 9 * DAY), confirmed('r', 2, 10 * DAY)), 40 * DAY, true],
    [
      'rotates once after a long outage',
      history(DUE, requested('r', 99 * DAY), confirmed('r', 2, 99 * DAY)),
      99 * DAY,
      false,
    ],
    ['counts from a value set by hand', history(DUE, replaced(2, 10 * DAY)), 39 * DAY, false],
  ])('%s', (_, facts, minutes, starts) => {
    given(identity, facts)
      .when((state) => requestWhenDue(state, ID, moment(minutes)))
      .then(starts ? [{ type: REQUESTED, data: { trigger: 'schedule' } }] : 'nothing');
  });
});

describe('a rotation in the vault', () => {
  it('is confirmed once its value is stored, and serves it', () => {
    given(identity, history(DUE, requested('r', 1)))
      .when((state) => confirmInVault(state, ID, 'r', 2, at(3)))
      .then([
        {
          type: CONFIRMED,
          data: {
            version: 2,
            replacedVersion: 1,
            vaultOnly: true,
            confirmedAt: at(3),
            nextRotationAt: at(3 + 30 * DAY),
          },
        },
      ]);
  });

  it.each<[string, readonly IdentityEvent[]]>([
    ['another one is under way', history({}, requested('other', 1))],
    ['none is', history({})],
    ['it was confirmed already', history({}, requested('r', 1), confirmed('r', 2, 1))],
    ['it failed meanwhile', history({}, requested('r', 1), failed('r'))],
    ['the hosts have to prove it', history(ON_HOSTS, requested('r', 1))],
    ['a person has to paste it', history(BY_HAND, requested('r', 1))],
  ])('is not confirmed when %s', (_, facts) => {
    given(identity, facts)
      .when((state) => confirmInVault(state, ID, 'r', 2, at(3)))
      .then('nothing');
  });
});

describe('a failure', () => {
  const fail = (state: typeof identity.initial) => failRotation(state, ID, 'r4', refuse('WHY', 'because'), at(2));

  it.each<[string, readonly IdentityEvent[], object]>([
    [
      'is counted',
      history({}, requested('r4', 1)),
      { code: 'WHY', detail: 'because', failuresInRow: 1, suspended: false },
    ],
    [
      'suspends at the third in a row',
      history({}, requested('r1', 1), failed('r1'), requested('r2', 1), failed('r2'), requested('r4', 1)),
      { failuresInRow: 3, suspended: true },
    ],
    [
      'stays suspended after a person tried',
      history({}, ...suspended, requested('r4', 1)),
      { failuresInRow: 4, suspended: true },
    ],
    [
      'is counted anew after a success',
      history({}, ...suspended, requested('r', 1), confirmed('r', 2, 1), requested('r4', 2)),
      { failuresInRow: 1, suspended: false },
    ],
    [
      'is counted anew after a value set by hand',
      history({}, ...suspended, replaced(2, 1), requested('r4', 2)),
      { failuresInRow: 1, suspended: false },
    ],
  ])('%s', (_, facts, data) => {
    given(identity, facts)
      .when(fail)
      .then([{ type: FAILED, data: { rotationId: 'r4', ...data } }]);
  });

  it('of another rotation than the one under way is nothing', () => {
    given(identity, history({}, requested('r1', 1)))
      .when(fail)
      .then('nothing');
    given(identity, history({}, requested('r4', 1), failed('r4')))
      .when(fail)
      .then('nothing');
  });
});
