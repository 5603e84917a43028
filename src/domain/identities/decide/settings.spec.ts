import {
  at,
  BY_HAND,
  changed,
  deleted,
  ID,
  moment,
  ON_HOSTS,
  out,
  replaced,
  requested,
  SETTINGS,
  history,
} from '../../../../test/support/an-identity';
import { given } from '../../../../test/support/given-when-then';
import type { IdentityEvent, IdentitySettings } from '../events';
import { identity } from '../evolve';
import type { IdentityState } from '../state';
import { changeIdentity, createIdentity, deleteIdentity, destroyIdentity, undeleteIdentity } from './settings';
import { restoreVersion } from './versions';

const DAY = 1440;
const CHANGED = 'keyledger.identity-changed.v1';
const SUBJECT = { identityId: ID, identityGroupId: 'vault1', organizationId: 'org1' };

describe('creation', () => {
  const create = (state: IdentityState) =>
    createIdentity(state, SUBJECT, { ...SETTINGS, rotationIntervalDays: 7 }, at(1));

  it('starts at version 1, with its first rotation an interval away', () => {
    given(identity, [])
      .when(create)
      .then([
        {
          type: 'keyledger.identity-created.v1',
          data: { ...SUBJECT, ...SETTINGS, credentialVersion: 1, createdAt: at(1), nextRotationAt: at(1 + 7 * DAY) },
        },
      ]);
  });

  it('repeated is nothing, after a deletion too', () => {
    given(identity, history({})).when(create).then('nothing');
    given(identity, history({}, deleted(1)))
      .when(create)
      .then('nothing');
  });
});

describe('a change', () => {
  const change = (settings: Partial<IdentitySettings>) => (state: IdentityState) =>
    changeIdentity(state, ID, { ...state.settings, ...settings }, at(1));
  const due = { rotationIntervalDays: 7 };

  it('states all settings as they are from now on', () => {
    given(identity, history({}))
      .when(change({ name: 'New' }))
      .then([{ type: CHANGED, data: { ...SUBJECT, ...SETTINGS, name: 'New' } }]);
  });

  it.each<[string, readonly IdentityEvent[]]>([
    ['of nothing', history({})],
    ['of nothing, while checked out', history(due, out('s', 1))],
    ['of nothing, after a value was brought back', history(due, replaced(2, 1), restored(1, 3, 2 * DAY))],
  ])('%s is no fact', (_, facts) => given(identity, facts).when(change({})).then('nothing'));

  it('never touches an open session', () => {
    const facts = history({}, out('s', 1));
    const { outcome } = given(identity, facts).when(change({ rotateAfterUse: true, username: 'other' }));
    expect(outcome).toMatchObject([{ type: CHANGED }]);
  });

  it.each<[string, readonly IdentityEvent[], Partial<IdentitySettings>, string | undefined]>([
    ['counts a new interval from the creation', history({}), { rotationIntervalDays: 2 }, at(2 * DAY)],
    [
      'counts a new interval from the last new value',
      history({}, replaced(2, DAY)),
      { rotationIntervalDays: 2 },
      at(3 * DAY),
    ],
    ['clears the date with the interval', history(due), { rotationIntervalDays: undefined }, undefined],
    ['leaves the date alone otherwise', history(due), { name: 'New' }, at(7 * DAY)],
    [
      'leaves the date alone after a value was brought back',
      history(due, replaced(2, 1), restored(1, 3, 2 * DAY)),
      { name: 'New' },
      at(1 + 7 * DAY),
    ],
  ])('%s', (_, facts, settings, nextRotationAt) => {
    const { outcome } = given(identity, facts).when(change(settings));
    expect((outcome as readonly IdentityEvent[])[0]?.data).toHaveProperty('name');
    expect((outcome as readonly { data: { nextRotationAt?: string } }[])[0]?.data.nextRotationAt).toBe(nextRotationAt);
  });

  it('of what is gone is refused', () => {
    given(identity, history({}, deleted(1)))
      .when(change({ name: 'New' }))
      .then('NOT_FOUND');
    given(identity, [])
      .when(change({ name: 'New' }))
      .then('NOT_FOUND');
  });
});

function restored(from: number, version: number, minutes: number) {
  return (state: IdentityState) => restoreVersion(state, ID, from, { version, by: 'boss', now: at(minutes) });
}

describe('deletion', () => {
  const DELETED = 'keyledger.identity-deleted.v1';

  it.each<[string, readonly IdentityEvent[], string]>([
    ['of what nobody uses', history({}), DELETED],
    ['while checked out', history({}, out('s', 1)), 'CHECKED_OUT'],
    ['while the vault changes the value', history({}, requested('r', 1)), 'ROTATION_IN_PROGRESS'],
    ['while the hosts change it', history(ON_HOSTS, requested('r', 1)), 'ROTATION_IN_PROGRESS'],
    ['while a person is only reminded', history(BY_HAND, requested('r', 1)), DELETED],
    ['twice', history({}, deleted(1)), 'NOT_FOUND'],
    ['of what never was', [], 'NOT_FOUND'],
  ])('%s', (_, facts, expected) => {
    const decision = given(identity, facts).when((state) => deleteIdentity(state, ID, at(2)));
    decision.then(expected === DELETED ? [{ type: DELETED, data: { deletedAt: at(2) } }] : expected);
  });

  it.each<[string, readonly IdentityEvent[], number, string]>([
    ['within 7 days', history({}, deleted(0)), 7 * DAY - 1, 'keyledger.identity-undeleted.v1'],
    ['after 7 days', history({}, deleted(0)), 7 * DAY, 'NOT_FOUND'],
    ['of what is not deleted', history({}), 1, 'CONFLICT'],
    ['of what never was', [], 1, 'NOT_FOUND'],
    ['of what is destroyed', history({}, deleted(0), (s) => destroyIdentity(s, ID, at(1), true)), 2, 'NOT_FOUND'],
  ])('is taken back %s', (_, facts, minutes, expected) => {
    const decision = given(identity, facts).when((state) => undeleteIdentity(state, ID, moment(minutes)));
    decision.then(expected.startsWith('keyledger') ? [{ type: 'keyledger.identity-undeleted.v1' }] : expected);
  });

  it('taken back leaves everything as it was', () => {
    const facts = history({}, replaced(2, 1), deleted(2), (state) => undeleteIdentity(state, ID, moment(3)));
    given(identity, facts).when(changed({})).then('nothing');
    given(identity, facts)
      .when(out('s', 4))
      .then([{ type: 'keyledger.identity-checked-out.v1', data: { version: 2 } }]);
    expect(moment(4).now).toBe(at(4));
  });

  it.each<[string, readonly IdentityEvent[], number, boolean, boolean]>([
    ['after 7 days', history({}, deleted(0)), 7 * DAY, false, true],
    ['not a moment sooner', history({}, deleted(0)), 7 * DAY - 1, false, false],
    ['at once when purged', history({}, deleted(0)), 1, true, true],
    ['never while it lives', history({}), 99 * DAY, true, false],
    ['never twice', history({}, deleted(0), (s) => destroyIdentity(s, ID, at(1), true)), 99 * DAY, true, false],
    [
      'never after it came back',
      history({}, deleted(0), (s) => undeleteIdentity(s, ID, moment(1))),
      99 * DAY,
      false,
      false,
    ],
  ])('destroys the values %s', (_, facts, minutes, purge, destroys) => {
    given(identity, facts)
      .when((state) => destroyIdentity(state, ID, at(minutes), purge))
      .then(destroys ? [{ type: 'keyledger.identity-destroyed.v1' }] : 'nothing');
  });
});
