import { PROJECTIONS } from '../../projections/catalog';
import { liesIn } from '../../src/kernel/facts/fact-reader';
import { ourStream } from '../../src/kernel/facts/our-streams';

const told = PROJECTIONS.flatMap(({ schema, streams = {}, types = [] }) =>
  Object.entries(streams).map(([field, streamsOf]) => [`${schema.name} by ${field}`, streamsOf, types] as const),
);

/** One document is told from these streams while its model is being filled: none of its facts may lie anywhere else. */
test.each(told)('every fact of %s lies in the streams it names', (_, streamsOf, types) => {
  const categories = streamsOf('a').map((stream) => ourStream(stream)?.category ?? `no stream of ours: ${stream}`);
  expect(types.filter((type) => !categories.some((category) => liesIn(type, category)))).toEqual([]);
  expect(categories.filter((category) => !types.some((type) => liesIn(type, category)))).toEqual([]);
});

test('single things of most kinds are told so', () => expect(told.length).toBeGreaterThan(10));
