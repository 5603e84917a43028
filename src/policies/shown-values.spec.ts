import { ShownValues } from './shown-values';

/** How many different values somebody was shown within an hour. */
const START = Date.parse('2026-03-01T09:00:00.000Z');
const shown = (minute: number, identityId: string, version = 1, alternatives?: readonly number[]) => ({
  data: { identityId, version, ...(alternatives === undefined ? {} : { alternatives }) },
  metadata: { time: new Date(START + minute * 60_000).toISOString() },
});

test.each<[string, ReturnType<typeof shown>[], number, number]>([
  ['different ones', [shown(0, 'a'), shown(1, 'b'), shown(2, 'b', 2)], 3, 0],
  ['the same one again', [shown(0, 'a'), shown(1, 'a')], 1, 1],
  ['all that were shown at once', [shown(0, 'a', 2, [3, 2, 1])], 3, 0],
  ['those of the last hour', [shown(0, 'a'), shown(30, 'b'), shown(60, 'c')], 2, 30],
  ['one shown again stays', [shown(0, 'a'), shown(30, 'b'), shown(40, 'a'), shown(90, 'c')], 2, 40],
  ['no more than are asked for', [1, 2, 3, 4, 5, 6].map((n) => shown(n, `i${n}`)), 5, 2],
])('%s', (_, facts, count, since) => {
  const values = new ShownValues(5);
  facts.forEach((fact) => values.add(fact));
  expect([values.count, values.since]).toEqual([count, new Date(START + since * 60_000).toISOString()]);
});
