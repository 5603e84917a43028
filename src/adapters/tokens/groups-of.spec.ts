import { groupsOf } from './groups-of';

const many = (n: number) => Array.from({ length: n }, (_, i) => `g${i}`);

test.each<[string, object, readonly string[] | undefined]>([
  ['no claim', {}, undefined],
  ['no group', { groups: [] }, []],
  ['each once', { groups: ['a', 'b', 'a'] }, ['a', 'b']],
  ['as many as may be', { groups: many(200) }, many(200)],
  ['others elsewhere', { _claim_names: { photo: 'src1' } }, undefined],
])('a token with %s', (_, claims, groups) => {
  expect(groupsOf({ ...claims }, 'groups')).toEqual(groups);
});

test.each<[string, object, RegExp]>([
  ['text', { groups: 'a' }, /groups claim of the token is of the wrong form/],
  ['nothing', { groups: null }, /wrong form/],
  ['numbers', { groups: [1] }, /wrong form/],
  ['lists in it', { groups: [['a']] }, /wrong form/],
  ['an empty name', { groups: [''] }, /wrong form/],
  ['a name that is too long', { groups: ['x'.repeat(256)] }, /wrong form/],
  ['too many', { groups: many(201) }, /more than 200 groups/],
  ['them elsewhere', { _claim_names: { groups: 'src1' } }, /names more groups than it holds/],
])('a token with %s is told so', (_, claims, words) => {
  expect(() => groupsOf({ ...claims }, 'groups')).toThrow(words);
});
