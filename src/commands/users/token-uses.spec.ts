import { TokenUses } from './token-uses';

test('tokens told to be used are bounded: beyond it one is told once more', () => {
  const told: string[] = [];
  const uses = new TokenUses({ useToken: async (id: string) => void told.push(id) } as never, {
    report: () => undefined,
  });
  for (let n = 0; n < 10_000; n += 1) uses.tell(`t${n}`, n);
  uses.tell('t1', 10_000);
  expect(told).toHaveLength(10_000);
  uses.tell('one more', 10_000);
  uses.tell('t1', 10_000);
  expect(told.slice(10_000)).toEqual(['one more', 't1']);
});
