import {
  at,
  BY_HAND,
  changed,
  confirmed,
  deleted,
  ID,
  ON_HOSTS,
  out,
  replaced,
  requested,
  history,
  suspended,
} from '../../../../test/support/an-identity';
import { given } from '../../../../test/support/given-when-then';
import { grow } from '../../../kernel/fold';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import { isVersionNeeded } from '../needed-versions';
import type { IdentityState } from '../state';
import { requestByHand } from './rotation';
import { discardVersion, replaceCredential, restoreVersion } from './versions';

const REPLACED = 'keyledger.identity-credential-replaced.v1';
const RESTORED = 'keyledger.credential-version-restored.v1';
const DISCARDED = 'keyledger.credential-version-discarded.v1';
const boss = (version: number, minutes: number) => ({ version, by: 'boss@example.com', now: at(minutes) });
const discarded = (version: number) => (state: IdentityState) => discardVersion(state, ID, version);
/** So many rotations in the vault alone, each a minute after the other. */
const inTheVault = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => [requested(`r${n}`, from + n), confirmed(`r${n}`, n + 2, from + n)]).flat();
const stateOf = (facts: readonly IdentityEvent[]) => grow(identity, identity.initial, facts);

describe('a value set by hand', () => {
  const replace = (state: IdentityState) => replaceCredential(state, ID, boss(2, 5));

  it.each<[string, readonly IdentityEvent[], string]>([
    ['of an identity at rest', history({}), REPLACED],
    ['while checked out', history({}, out('s', 1)), REPLACED],
    ['while the vault changes the value', history({}, requested('r', 1)), 'ROTATION_IN_PROGRESS'],
    ['while jobs are only queued', history(ON_HOSTS, requested('r', 1)), REPLACED],
    ['that a reminder asked for', history(BY_HAND, requested('r', 1)), REPLACED],
    ['of a deleted identity', history({}, deleted(1)), 'NOT_FOUND'],
  ])('%s', (_, facts, expected) => {
    const data = { version: 2, replacedVersion: 1, replacedBy: 'boss@example.com', replacedAt: at(5) };
    given(identity, facts)
      .when(replace)
      .then(expected === REPLACED ? [{ type: REPLACED, data }] : expected);
  });

  it('answers the rotation that waited for it, and ends a suspension', () => {
    expect(stateOf(history(BY_HAND, requested('r', 1), replaced(2, 5))).rotation).toBeUndefined();
    expect(stateOf(history({}, ...suspended, replaced(2, 5)))).toMatchObject({ suspended: false, failuresInRow: 0 });
  });

  it('moves the date of the next rotation', () => {
    given(identity, history({ rotationIntervalDays: 1 }))
      .when(replace)
      .then([{ type: REPLACED, data: { nextRotationAt: at(5 + 1440) } }]);
  });
});

describe('bringing a value back', () => {
  const vaultOnly = history({}, requested('r', 1), confirmed('r', 2, 1));
  const bring = (version: number) => (state: IdentityState) => restoreVersion(state, ID, version, boss(3, 5));

  it('serves it as a new version', () => {
    given(identity, vaultOnly)
      .when(bring(1))
      .then([{ type: RESTORED, data: { restoredVersion: 1, version: 3, replacedVersion: 2, restoredAt: at(5) } }]);
  });

  it('keeps what it replaced restorable', () => {
    const facts = history({}, requested('r', 1), confirmed('r', 2, 1), bring(1));
    expect(stateOf(facts)).toMatchObject({ credentialVersion: 3, highestVersion: 3 });
    expect(stateOf(facts).replaced.map(({ version, restorable }) => [version, restorable])).toEqual([
      [2, true],
      [1, true],
    ]);
  });

  it.each<[string, readonly IdentityEvent[], number, string]>([
    ['that is the current one', vaultOnly, 2, 'NOT_FOUND'],
    ['that never was', vaultOnly, 9, 'NOT_FOUND'],
    ['that was declared dead', history({}, replaced(2, 1), discarded(1)), 1, 'CONFLICT'],
    ['while checked out', history({}, replaced(2, 1), out('s', 2)), 1, 'CHECKED_OUT'],
    ['while the vault changes the value', history({}, replaced(2, 1), requested('r', 2)), 1, 'ROTATION_IN_PROGRESS'],
    ['of a deleted identity', history({}, replaced(2, 1), deleted(2)), 1, 'NOT_FOUND'],
    ['that the vault made, and that ten others have followed', history({}, ...inTheVault(12)), 2, 'NOT_FOUND'],
  ])('%s is refused', (_, facts, version, code) => given(identity, facts).when(bring(version)).then(code));

  it('goes on while a person is only reminded', () => {
    given(identity, history(BY_HAND, replaced(2, 1), requested('r', 2)))
      .when(bring(1))
      .then([{ type: RESTORED }]);
  });
});

describe('declaring a value dead', () => {
  it('is said once', () => {
    given(identity, history({}, replaced(2, 1)))
      .when(discarded(1))
      .then([{ type: DISCARDED, data: { version: 1 } }]);
    given(identity, history({}, replaced(2, 1), discarded(1)))
      .when(discarded(1))
      .then('CONFLICT');
  });

  it('leaves the others as they are', () => {
    const facts = history({}, replaced(2, 1), replaced(3, 2), discarded(1));
    expect(stateOf(facts).replaced.map(({ version, restorable }) => [version, restorable])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it('waits until nobody has it checked out', () => {
    given(identity, history({}, out('s', 1), replaced(2, 2)))
      .when(discarded(1))
      .then('CHECKED_OUT');
    given(identity, history({}, replaced(2, 1), out('s', 2)))
      .when(discarded(1))
      .then([{ type: DISCARDED, data: { version: 1 } }]);
  });

  it('is refused for the current value and for one that never was', () => {
    given(identity, history({}, replaced(2, 1)))
      .when(discarded(2))
      .then('NOT_FOUND');
    given(identity, history({}, replaced(2, 1)))
      .when(discarded(9))
      .then('NOT_FOUND');
  });
});

it('a value that many others replaced within its days of grace is kept until they are over', () => {
  const day = 24 * 60;
  const often = history({}, ...inTheVault(13, 30 * day));
  const isKept = (facts: readonly IdentityEvent[], minutes: number) => isVersionNeeded(stateOf(facts), 2, at(minutes));
  expect([isKept(often, 36 * day), isKept(often, 38 * day)]).toEqual([true, false]);
  given(identity, often).when(discarded(2)).then('NOT_FOUND');
  // And the one that a person gave.
  expect(stateOf([...often, ...history({}, replaced(15, 38 * day)).slice(1)]).replaced).toHaveLength(11);
});

it('a value that the hosts left behind is not kept', () => {
  const onHosts = history(ON_HOSTS, requested('r', 1), () => [
    {
      type: 'keyledger.rotation-confirmed.v1',
      data: {
        identityId: ID,
        identityGroupId: 'vault1',
        organizationId: 'org1',
        rotationId: 'r',
        version: 2,
        replacedVersion: 1,
        vaultOnly: false,
        confirmedAt: at(2),
      },
    },
  ]);
  given(identity, onHosts).when(discarded(1)).then('CONFLICT');
  given(identity, [...onHosts, ...history({}, changed({ name: 'x' })).slice(1)])
    .when((state) => requestByHand(state, ID, { now: at(3), rotationId: 'r2' }))
    .then([{ type: 'keyledger.rotation-requested.v1' }]);
});
