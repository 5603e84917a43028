import { ownTurn, setsPolicy } from './own-turn';

/** How many turns of the event loop have passed. */
const counting = () => {
  let turns = 0;
  let isOver = false;
  const next = (): void => {
    turns += 1;
    if (!isOver) setImmediate(next);
  };
  setImmediate(next);
  return { turns: () => turns, end: () => (isOver = true) };
};

test('of many that come together each has a turn of its own, in their order', async () => {
  const { turns, end } = counting();
  const seen: { n: number; turn: number }[] = [];
  await Promise.all(
    [0, 1, 2, 3, 4].map(async (n) => {
      await ownTurn(true);
      seen.push({ n, turn: turns() });
    }),
  );
  end();
  expect(seen.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4]);
  expect(new Set(seen.map(({ turn }) => turn)).size).toBe(5);
});

test('what is not costly waits for nobody', async () => {
  const { turns, end } = counting();
  void ownTurn(true);
  await ownTurn(false);
  expect(turns()).toBe(0);
  end();
});

test.each([
  [undefined, false],
  [{}, false],
  [{ passwordPolicy: null }, false],
  [{ passwordPolicy: { length: 12 } }, true],
])('%j sets a policy: %p', (given, is) => {
  expect(setsPolicy(given)).toBe(is);
});
