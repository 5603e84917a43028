import { cutWhole } from './cut-whole';

const listOf = (...ids: readonly string[]) => ids.map((id) => ({ id }));
const ALL = listOf('a', 'b', 'c', 'd', 'e');

test('it goes on where the page before ended, and the last page has no next', () => {
  const first = cutWhole(ALL, { limit: 2 });
  expect(first).toEqual({ items: listOf('a', 'b'), next: { value: 1, id: 'b' } });
  const second = cutWhole(ALL, { limit: 2, ...(first.next && { after: first.next }) });
  expect(second).toEqual({ items: listOf('c', 'd'), next: { value: 3, id: 'd' } });
  expect(cutWhole(ALL, { limit: 2, after: { value: 3, id: 'd' } })).toEqual({ items: listOf('e') });
  expect(cutWhole(ALL, { limit: 5 })).toEqual({ items: ALL });
  expect(cutWhole([], { limit: 1 })).toEqual({ items: [] });
});

test('it goes on after what has come before it meanwhile, and when its last item has gone', () => {
  const after = { value: 1, id: 'b' };
  expect(cutWhole(listOf('new', ...ALL.map(({ id }) => id)), { limit: 1, after }).items).toEqual(listOf('c'));
  expect(cutWhole(listOf('a', 'c', 'd'), { limit: 1, after }).items).toEqual(listOf('c'));
});
