import { prunable, type Pruning } from './prunable';

const backups = ['2026-03-10', '2026-03-09', '2026-03-01', '2026-02-01'].map((day) => ({
  id: day,
  madeAt: `${day}T00:00:00.000Z`,
}));

test.each<[Pruning, readonly string[]]>([
  [{ keep: 2 }, ['2026-03-01', '2026-02-01']],
  [{ keep: 1 }, ['2026-03-09', '2026-03-01', '2026-02-01']],
  [{ keep: 9 }, []],
  [{ olderThanDays: 9 }, ['2026-03-01', '2026-02-01']],
  [{ olderThanDays: 0 }, ['2026-03-09', '2026-03-01', '2026-02-01']],
  [{ keep: 3, olderThanDays: 9 }, ['2026-03-01', '2026-02-01']],
  [{}, []],
])('%j removes %j, and never the newest', (pruning, removed) => {
  expect(prunable(backups, pruning, '2026-03-10T00:00:00.000Z')).toEqual(removed);
  expect(prunable([], pruning, '2026-03-10T00:00:00.000Z')).toEqual([]);
});
