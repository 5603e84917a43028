import { Draft, withEntry, withItem } from './draft';

test('what a draft has copied once it changes in place, and what somebody has seen it copies', () => {
  const seen: Readonly<Record<string, number>> = { a: 1 };
  const draft = new Draft();
  const first: Readonly<Record<string, number>> = draft.run(() => withEntry(seen, 'b', 2));
  const second: Readonly<Record<string, number>> = draft.run(() => withEntry(first, 'c', 3));
  expect(second).toBe(first);
  const next = new Draft().run(() => withEntry(second, 'd', 4));
  expect([seen, second, next]).toEqual([{ a: 1 }, { a: 1, b: 2, c: 3 }, { a: 1, b: 2, c: 3, d: 4 }]);
});

test('where no draft is under way nothing is changed in place, nor after a step that failed', () => {
  const one = withItem([1], 2);
  expect(() =>
    new Draft().run(() => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect([withItem(one, 3), one]).toEqual([
    [1, 2, 3],
    [1, 2],
  ]);
});
