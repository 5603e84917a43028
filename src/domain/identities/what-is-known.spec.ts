import { at } from '../../../test/support/an-identity';
import { changes, stateOf } from '../../../test/support/changes';
import { holding, job, old, RICH } from '../../../test/support/identity-parts';
import { knownValues } from './known-values';
import { hasNoValue, isLost } from './lost-values';
import { isProvenSomewhere, isVersionNamed, isVersionNeeded, mayBeOnAHost } from './needed-versions';
import { isStopped } from './shared-accounts';
import { isWithheld, maySend, originVersionOf, typedByOf } from './withheld';

/** What the state of an identity answers, version by version. */
const DAY = 24 * 60;
const VERSIONS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const which = (is: (version: number) => boolean) => VERSIONS.filter(is);
test('which versions a host may have, a fact names, and somebody still needs', () => {
  expect(which((version) => mayBeOnAHost(RICH, version))).toEqual([1, 2, 3, 5]);
  expect(which((version) => isProvenSomewhere(RICH, version))).toEqual([2]);
  expect(which((version) => isVersionNamed(RICH, version))).toEqual([1, 2, 3, 4, 5, 6, 7, 9]);
  expect(which((version) => isVersionNeeded(RICH, version, at(1)))).toEqual([1, 2, 3, 4, 5, 7, 8, 9]);
  expect(which((version) => isVersionNamed(stateOf({ replaced: [old(3)] }), version))).toEqual([1, 3]);
  expect(which((version) => isVersionNamed(stateOf({ status: 'destroyed' }), version))).toEqual(VERSIONS);
});

test('one that was replaced is needed for a week, or as long as it can be brought back', () => {
  const state = stateOf({ replaced: [old(3), old(4, { restorable: true }), old(5, { retiredAt: at(DAY) })] });
  const needed = (minutes: number) => which((version) => isVersionNeeded(state, version, at(minutes)));
  expect(needed(1)).toEqual([1, 2, 3, 4, 5]);
  expect(needed(7 * DAY)).toEqual([1, 2, 4, 5]);
  expect(needed(8 * DAY)).toEqual([1, 2, 4]);
});

test('a restored value is as old as it was, and typed by who typed it then', () => {
  const state = stateOf({ origins: { 3: 1 }, typed: { 1: 'ann', 2: 'bob' } });
  expect([1, 3, 4].map((version) => originVersionOf(state, version))).toEqual([1, 1, 4]);
  expect([1, 2, 3, 4].map((version) => typedByOf(state, version))).toEqual(['ann', 'bob', 'ann', undefined]);
  expect(typedByOf(stateOf({ ...state, typed: { 1: 'ann', 3: 'eve' } }), 3)).toBe('eve');
});

test('an agent is sent what came after it, what it was sent before, and what is asked for', () => {
  const state = stateOf({ origins: { 6: 2 }, agents: { host1: { agentId: 'a', withheldUpTo: 3, sent: [1] } } });
  expect(which((version) => isWithheld(state, 'host1', version))).toEqual([2, 3, 6]);
  expect(which((version) => isWithheld(state, 'host2', version))).toEqual([]);
  expect(which((version) => maySend(state, job({ version })))).toEqual([1, 4, 5, 7, 8, 9]);
  expect(maySend(state, job({ version: 2, askedBy: 'ann' }))).toBe(true);
  expect(maySend(state, job({ version: 2, hostId: 'host2' }))).toBe(true);
});

test('what was lost, and whether anything is left', () => {
  expect([0, 1, 2, 3].map((version) => isLost({ lostUpTo: 2 }, version))).toEqual([false, true, true, false]);
  expect(isLost({}, 1)).toBe(false);
  expect([1, 2].map((lostUpTo) => hasNoValue({ lostUpTo, credentialVersion: 2 }))).toEqual([false, true]);
});

test('it stands still where one of its hosts does', () => {
  const still = { ...holding(1), stopped: true };
  expect(isStopped(stateOf({ holdings: { host1: holding(1), host2: still } }))).toBe(true);
  expect(isStopped(stateOf({ holdings: { host1: holding(1), host2: { ...still, stopped: false } } }))).toBe(false);
});

test('what is known of its values is told host by host', () => {
  const state = stateOf({ holdings: { host1: holding(1, 2), host2: holding(undefined) }, origins: { 2: 1 } });
  expect(knownValues(state)).toStrictEqual({
    current: 1,
    hostIds: ['host1', 'host2'],
    hosts: { host1: { proven: 1, mayHold: [2] }, host2: { mayHold: [] } },
    origins: { 2: 1 },
  });
  expect(changes(state, 'identity-value-orphaned', { version: 2, foundAt: at(1) })).toMatchObject({ holdings: {} });
});
