import { REPORTS } from './reports';

/** Columns that name something which has a stream of its own. */
const STREAM_OF: ReadonlyMap<string, string> = new Map(
  Object.entries({
    identityId: 'identity',
    identityGroupId: 'vault',
    userId: 'user',
    actorId: 'user',
    principalId: 'directory',
    reviewId: 'accessReview',
  }),
);
/** What these tell of a principal stands in the fact of the review itself. */
const TOLD_BY_FACTS: Readonly<Record<string, readonly string[]>> = { R2: ['vault'], R3: ['directory'] };

test.each(REPORTS)('$id: its rows rest on the streams of what its columns name', ({ id, columns, restsOn }) => {
  const named = columns.flatMap((column) => {
    const category = STREAM_OF.get(column);
    return category === undefined || TOLD_BY_FACTS[id]?.includes(category) === true ? [] : [[category, column]];
  });
  expect(restsOn).toEqual(expect.arrayContaining(named));
  for (const [, column] of restsOn) expect([...columns, undefined]).toContain(column);
});
