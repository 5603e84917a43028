import { given } from '../../../test/support/given-when-then';
import { grow } from '../../kernel/fold';
import { decideKeyChanges, lostKeyChanges } from './key-changes';
import type { AccountEvent } from './events';
import { account } from './state';

const at = { changedAt: '2026-11-29T00:00:00.000Z' };
const changed = (name: string, version: number): AccountEvent => ({
  type: 'keyledger.key-changed.v1',
  data: { name, version, ...at },
});

test('a version that the log does not tell is told once; the first of each is no change', () => {
  const found = [
    { name: 'cursors', version: 1 },
    { name: 'job-signing', version: 3 },
  ];
  given(account, [])
    .when((state) => decideKeyChanges(state, found, at))
    .then([changed('job-signing', 3)]);
  given(account, [changed('job-signing', 2)])
    .when((state) => decideKeyChanges(state, found, at))
    .then([changed('job-signing', 3)]);
  given(account, [changed('job-signing', 3)])
    .when((state) => decideKeyChanges(state, found, at))
    .then('nothing');
});

test('a version that the log tells and the store lacks is found', () => {
  const state = grow(account, account.initial, [changed('root-key', 2)]);
  expect(lostKeyChanges(state, [{ name: 'root-key', version: 1 }])).toEqual([{ name: 'root-key', version: 2 }]);
  expect(lostKeyChanges(state, [{ name: 'root-key', version: 2 }])).toEqual([]);
  expect(lostKeyChanges(account.initial, [])).toEqual([]);
});
