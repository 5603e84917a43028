import type { Condition, FindOptions } from '../../src/kernel/read-model';
import { MemoryTable } from './memory-table';

interface Row {
  readonly id: string;
  readonly n?: number;
}

const table = new MemoryTable<Row>();
table.write([
  { id: 'a', position: '1', document: { id: 'a', n: 3 } },
  { id: 'b', position: '1', document: { id: 'b', n: 1 } },
  { id: 'c', position: '1', document: { id: 'c' } },
  { id: 'd', position: '1' },
]);
const found = async (options: Omit<FindOptions, 'limit'>, limit = 10) =>
  (await table.find({ ...options, limit })).map(({ id }) => id).join('');

test.each<[Condition, string]>([
  [{ field: 'n', is: 3 }, 'a'],
  [{ field: 'n', in: [1, 3] }, 'ab'],
  [{ field: 'n', notIn: [1] }, 'ac'],
  [{ field: 'n', absent: true }, 'c'],
  [{ field: 'n', absent: false }, 'ab'],
  [{ field: 'n', above: 1 }, 'a'],
  [{ field: 'n', atLeast: 1 }, 'ab'],
  [{ field: 'n', below: 3 }, 'b'],
  [{ field: 'n', atMost: 3, orAbsent: true }, 'abc'],
])('%j fits %s', async (condition, ids) => expect(await found({ where: [condition] })).toBe(ids));

test('in the order asked for, from a place on, so many', async () => {
  expect(await found({})).toBe('abc');
  expect(await found({}, 2)).toBe('ab');
  expect(await found({ after: { value: 'a', id: 'a' } })).toBe('bc');
  const where = [{ field: 'n', absent: false }];
  expect(await found({ where, order: { by: 'n' } })).toBe('ba');
  expect(await found({ where, order: { by: 'n', descending: true }, after: { value: 3, id: 'a' } })).toBe('b');
});

test('what is deleted is loaded as that, and found nowhere', async () => {
  expect([...(await table.load(['d', 'e'])).values()]).toEqual([{ id: 'd', position: '1' }]);
});
