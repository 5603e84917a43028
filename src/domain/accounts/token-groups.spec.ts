import { grow } from '../../kernel/fold';
import type { AccountEvent } from './events';
import { account } from './state';
import { listTokens, tokenNamesRevision } from './token-groups';

const NAME = { issuer: 'https://id.example.com', name: 'operators' };
const named = (idpGroupId: string, ...names: readonly string[]): AccountEvent => ({
  type: 'keyledger.idp-group-tokens-listed.v1',
  data: { idpGroupId, namedBy: names.map((name) => ({ ...NAME, name })) },
});
const after = (...events: readonly AccountEvent[]) => grow(account, account.initial, events);
const revision = (...events: readonly AccountEvent[]): number => tokenNamesRevision(after(...events), 'g');

test('names are listed once, and the same again are no fact', () => {
  expect(listTokens(after(), 'g', [NAME, NAME])).toEqual([named('g', NAME.name)]);
  expect(listTokens(after(named('g', NAME.name)), 'g', [NAME])).toEqual([]);
  expect(listTokens(after(named('g', NAME.name)), 'g', [])).toEqual([named('g')]);
});

test('a group without names is like one that never had any; each list of names has a number of its own', () => {
  expect([revision(), revision(named('g', 'a'), named('g'))]).toEqual([0, 0]);
  const numbers = [
    revision(named('g', 'a')),
    revision(named('g', 'a'), named('g', 'b')),
    revision(named('g', 'a'), named('g'), named('g', 'b')),
  ];
  expect(new Set([0, ...numbers]).size).toBe(4);
});

test('what is changed of another group changes none of it', () => {
  expect(revision(named('g', 'a'), named('h', 'a'))).toBe(revision(named('g', 'a')));
});

test('once a loss was settled there are none, and the next list has a number that no earlier one had', () => {
  const settled = account.withoutRights?.(after(named('g', 'a'), named('g', 'b'))) ?? account.initial;
  expect(tokenNamesRevision(settled, 'g')).toBe(0);
  expect(tokenNamesRevision(grow(account, settled, [named('g', 'a')]), 'g')).toBe(3);
});
