import { sameJson } from './same-json';

test.each<[unknown, unknown, boolean]>([
  [{ a: 1, b: { c: [1], d: 2 } }, { b: { d: 2, c: [1] }, a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [undefined, undefined, true],
  [undefined, null, false],
  [[1, 2], [2, 1], false],
  [{ a: '1' }, { a: 1 }, false],
])('%j and %j: %s', (one, other, same) => {
  expect(sameJson(one, other)).toBe(same);
});
