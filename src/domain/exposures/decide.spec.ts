import { grow } from '../../kernel/fold';
import { requestExposureRotation, settleExposed } from './decide';
import type { ExposureEvent } from './events';
import { exposureRotation } from './state';

const ANN = { kind: 'user', userId: 'ann' } as const;
const NOW = '2026-03-01T08:00:00.000Z';
const item = (identityId: string, organizationId = 'o') => ({
  identityId,
  identityGroupId: 'v',
  organizationId,
  versions: [1],
});
const state = (...facts: readonly ExposureEvent[]) => grow(exposureRotation, exposureRotation.initial, facts);
const ask = (before: readonly ExposureEvent[], campaignId: string, ...items: readonly ReturnType<typeof item>[]) =>
  requestExposureRotation(state(...before), ANN, { campaignId, reason: 'left', items }, NOW);
const settle = (before: readonly ExposureEvent[], identityId: string) =>
  settleExposed(state(...before), ANN, identityId, { outcome: 'requested' });
const told = (facts: readonly ExposureEvent[]) =>
  facts.map(({ data }) => [
    'items' in data ? data.items.map(({ identityId }) => identityId) : data.identityId,
    data.campaignId,
    data.organizationId,
  ]);

const one = ask([], 'c1', item('a'), item('b'));

test.each<[string, readonly ExposureEvent[], ReturnType<typeof told>]>([
  [
    'all of it, a fact an organization',
    ask([], 'c1', item('a'), item('b', 'p')),
    [
      [['a'], 'c1', 'o'],
      [['b'], 'c1', 'p'],
    ],
  ],
  ['nothing to change is told', ask([], 'c1'), [[[], 'c1', undefined]]],
  ['again while it waits: nothing', ask(one, 'c2', item('a'), item('b')), []],
  ['again with something new: that, in the same campaign', ask(one, 'c2', item('b'), item('c')), [[['c'], 'c1', 'o']]],
  ['the same request once more', ask(one, 'c1', item('z')), []],
  [
    'again once all is settled: anew',
    ask([...one, ...settle(one, 'a'), ...settle([...one, ...settle(one, 'a')], 'b')], 'c2', item('a')),
    [[['a'], 'c2', 'o']],
  ],
  ['what came of one', settle(one, 'a'), [['a', 'c1', 'o']]],
  ['what came of it, once', settle([...one, ...settle(one, 'a')], 'a'), []],
  ['what came of one nobody asked for', settle(one, 'z'), []],
])('%s', (_, facts, expected) => {
  expect(told(facts)).toEqual(expected);
});

test('of many values several facts are told, none of them long', () => {
  const many = Array.from({ length: 250 }, (_, n) => item(`${n}`.padStart(32, '0')));
  expect(ask([], 'c1', ...many).map(({ data }) => ('items' in data ? data.items.length : 0))).toEqual([100, 100, 50]);
});
