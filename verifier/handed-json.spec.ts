import { changed, FACTS, FIRST_ROW, handingOver, OF_ITSELF, S1, S2 } from '../test/support/evidence/handed-over';

/** What was changed in a report that was handed over as JSON is found, and named. */
let handing: Awaited<ReturnType<typeof handingOver>>;
beforeAll(async () => {
  handing = await handingOver();
});
afterAll(() => handing.end());

/** Rows of the JSON changed, and by a forger who knows how: the digest and the count as well. */
const forged = async (change: (rows: Record<string, unknown>[]) => unknown[]): Promise<string> => {
  const { header, rows } = JSON.parse(await handing.handedOver('json')) as {
    header: object;
    rows: Record<string, unknown>[];
  };
  return JSON.stringify({ header, rows: change(rows) });
};

describe('of JSON is found, with the row, the column and the leaf:', () => {
  test('a cell that was changed', async () => {
    const text = await forged(([one, two]) => [one, { ...two, userId: 'ann', minutes: 1.5 }]);
    expect(await handing.findingsOf(text)).toEqual([
      [
        'report',
        S2,
        expect.stringMatching(
          /^row 2 of R4 \(FILE\): userId is "ann", and "olga" by the facts; minutes is 1.5, and \d+ by the facts$/,
        ),
      ],
    ]);
  });

  test('a cell that was put in, or taken out', async () => {
    expect(await handing.findingsOf(await forged(([one, two]) => [{ ...one, approvedBy: 'mia' }, two]))).toEqual([
      ['report', S1, 'row 1 of R4 (FILE): approvedBy is "mia", and nothing by the facts'],
    ]);
    expect(await handing.findingsOf(await forged(([one, two]) => [{ ...one, reason: undefined }, two]))).toEqual([
      ['report', S1, 'row 1 of R4 (FILE): reason is nothing, and "=1+1;-2 \\"now\\"" by the facts'],
    ]);
  });

  test('the leaves that a row names', async () => {
    expect(await handing.findingsOf(await forged(([one, two]) => [one, { ...two, leaves: [1] }]))).toEqual([
      ['report', S2, `row 2 of R4 (FILE): leaves is [1], and [${S2}] by the facts`],
    ]);
  });

  test('a row that was put in, taken out, or has another place', async () => {
    expect(await handing.findingsOf(await forged((rows) => [...rows, { ...rows[0], leaves: [3] }]))).toEqual([
      ['report', 3, 'row 3 of R4 (FILE): it does not follow from the facts'],
    ]);
    expect(await handing.findingsOf(await forged((rows) => rows.slice(0, 1)))).toEqual([
      ['report', S2, 'row 2 of R4 (FILE): it follows from the facts and is not there'],
    ]);
    expect(await handing.findingsOf(await forged((rows) => rows.toReversed()))).toEqual([['report', S1, FIRST_ROW]]);
    expect(await handing.findingsOf(await forged(() => [null, 7, []]))).toEqual([['report', S1, FIRST_ROW]]);
  });

  test('a forger who counts and hashes anew', async () => {
    const text = await forged((rows) => rows.slice(0, 1));
    const digest = changed(changed(text, /"rows":2/, '"rows":1'), /"sha256":"\w+"/, `"sha256":"${'0'.repeat(64)}"`);
    const found = await handing.findingsOf(digest);
    expect(found).toEqual([
      [
        'report',
        expect.stringMatching(/^FILE: what it says of itself: rows is 1, and 2 by the facts; sha256 is "0{64}", and /),
      ],
      ['report', S2, 'row 2 of R4 (FILE): it follows from the facts and is not there'],
    ]);
  });

  test.each<[string, string | RegExp, string, string]>([
    ['the population', '"population":2', '"population":20', 'population is 20, and 2 by the facts'],
    ['the title', 'Checkout register', 'Register', 'title is "Register", and "Checkout register" by the facts'],
    ['an organization more', '"asOf"', '"organizations":["o","p"],"asOf"', ''],
    ['what no report says', '"asOf"', '"auditedBy":"us","asOf"', 'no report says auditedBy'],
    ['damage hidden', '"damagedStreams":0', '"damagedStreams":1', 'damagedStreams is 1, and 0 by the facts'],
  ])('its header: %s', async (_, from, to, detail) => {
    const found = await handing.findingsOf(changed(await handing.handedOver('json'), from, to));
    expect(found).toEqual(detail === '' ? [] : [['report', `FILE: what it says of itself: ${detail}`]]);
  });

  test('a header by which it would be another report: what it tells is then measured by that', async () => {
    const asOf = changed(await handing.handedOver('json'), /"asOf":"[^"]*"/, `"asOf":"${FACTS[S1]!.metadata.time}"`);
    expect(await handing.findingsOf(asOf)).toEqual([
      ['report', OF_ITSELF],
      ['report', S1, FIRST_ROW],
    ]);
    const period = changed(
      await handing.handedOver('json'),
      '"parameters":{',
      '"parameters":{"from":"2030-01-01T00:00:00.000Z"',
    );
    expect(await handing.findingsOf(period)).toEqual([
      ['report', OF_ITSELF],
      ['report', S1, 'row 1 of R4 (FILE): it does not follow from the facts'],
    ]);
  });

  test('who it says it was handed to, where no fact tells of that', async () => {
    const text = changed(await handing.handedOver('json'), '"generatedBy":"olga"', '"generatedBy":"ann"');
    expect(await handing.findingsOf(text)).toEqual([
      ['report', 'FILE: no fact tells that it was handed to whom it says, in this form'],
    ]);
  });

  test('a name that stands there twice', async () => {
    const text = changed(await handing.handedOver('json'), '"userId":"olga"', '"userId":"ann","userId":"olga"');
    expect(await handing.findingsOf(text)).toEqual([
      ['report', 'FILE: 1 names stand in it twice, so that it can be read in two ways'],
    ]);
  });

  test('what stands beside header and rows', async () => {
    const text = changed(await handing.handedOver('json'), '{"header"', '{"opinion":"clean","header"');
    expect(await handing.findingsOf(text)).toEqual([
      ['report', 'FILE: it holds opinion beside its header and its rows'],
    ]);
  });
});
