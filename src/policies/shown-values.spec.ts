import { ShownValues } from './shown-values';

/** How many different values somebody was shown within an hour. */
const START = Date.parse('2026-03-01T09:00:00.000Z');
const shown = (minute: number, identityId: string, version = 1, alternatives?: readonly number[]) => ({
  eventId: `${minute} ${identityId}`,
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

test('what was withheld was not shown, whatever was shown before or beside it', () => {
  const values = new ShownValues(5);
  for (const fact of [shown(0, 'a'), shown(1, 'b', 2, [1]), shown(2, 'a'), shown(3, 'c')]) values.add(fact);
  values.takeBack('2 a');
  expect([values.count, values.since]).toEqual([4, new Date(START).toISOString()]);
  values.takeBack('1 b');
  values.takeBack('3 c');
  values.takeBack('nothing of these');
  expect(values.count).toBe(1);
  values.takeBack('0 a');
  expect([values.count, values.since]).toEqual([0, '']);
});

test('of one shown very often it is known still that it was shown', () => {
  const values = new ShownValues(5);
  for (let minute = 0; minute < 20; minute++) values.add(shown(minute, 'a'));
  for (let minute = 13; minute < 20; minute++) values.takeBack(`${minute} a`);
  expect([values.count, values.since]).toEqual([1, new Date(START + 12 * 60_000).toISOString()]);
});

test('who is handed a session is shown nothing by it', () => {
  const values = new ShownValues(5);
  const { data, ...rest } = shown(0, 'a');
  values.add({ ...rest, data: { ...data, transferredFrom: { sessionId: 's' } } });
  expect(values.count).toBe(0);
});

/** Showings as they may have been, one a minute or so, of few values or of many. */
const lived = (seed: number): readonly ReturnType<typeof shown>[] => {
  let [at, random] = [0, seed];
  const below = (n: number) => (random = (random * 48_271) % 2_147_483_647) % n;
  const values = 3 + below(12);
  return Array.from({ length: 40 }, () =>
    shown((at += below(3)), `i${below(values)}`, 3, below(4) === 0 ? [1, 2] : []),
  );
};

test.each(Array.from({ length: 50 }, (_, n) => n + 1))('read from the newest on the same is known: life %d', (seed) => {
  const all = lived(seed);
  const since = Date.parse(all.at(-1)?.metadata.time ?? '') - 60 * 60_000;
  const past = all.filter(({ metadata }) => Date.parse(metadata.time) > since);
  const [forwards, backwards] = [new ShownValues(5), new ShownValues(5)];
  past.forEach((fact) => forwards.add(fact));
  past.toReversed().forEach((fact) => backwards.addEarlier(fact));
  const later = lived(seed + 1000).map(({ metadata, ...fact }) => ({
    ...fact,
    metadata: { time: new Date(Date.parse(metadata.time) + 80 * 60_000).toISOString() },
  }));
  expect([backwards.count, backwards.since]).toEqual([forwards.count, forwards.since]);
  for (const fact of later) {
    forwards.add(fact);
    backwards.add(fact);
    expect([backwards.count, backwards.since]).toEqual([forwards.count, forwards.since]);
  }
});
