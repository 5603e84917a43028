import { changed, FIRST_ROW, handingOver, S1, S2, SIZE } from '../test/support/evidence/handed-over';
import { readReport } from './read-report';

/** What was changed in a report that was handed over as CSV is found, and named. */
let handing: Awaited<ReturnType<typeof handingOver>>;
beforeAll(async () => {
  handing = await handingOver();
});
afterAll(() => handing.end());

describe('of CSV is found, with the row, the column and the leaf:', () => {
  const lines = async (change: (rows: string[]) => string[]): Promise<string> => {
    const [head = '', columns = '', table = ''] = (await handing.handedOver('csv')).split(
      /(?="organizationId",)([^\r]*\r\n)/,
    );
    return head + columns + change(table.split(/(?<=\r\n)/)).join('');
  };

  test('a cell that was changed', async () => {
    expect(
      await handing.findingsOf(changed(await handing.handedOver('csv'), '"olga@example.com"', '"eve@example.com"')),
    ).toEqual([
      ['report', S2, 'row 2 of R4 (FILE): userEmail is "eve@example.com", and "olga@example.com" by the facts'],
    ]);
  });

  test('the apostrophe that keeps a text from being a formula, taken away', async () => {
    expect(await handing.findingsOf(changed(await handing.handedOver('csv'), `"'=1+1;'-2`, `"=1+1;'-2`))).toEqual([
      ['report', S1, `row 1 of R4 (FILE): reason is "=1+1;'-2 \\"now\\"", and "'=1+1;'-2 \\"now\\"" by the facts`],
    ]);
  });

  test('zeros that a spreadsheet took off', async () => {
    expect(await handing.findingsOf(changed(await handing.handedOver('csv'), '"007"', '7'))).toEqual([
      ['report', S2, 'row 2 of R4 (FILE): reason is "7", and "007" by the facts'],
    ]);
  });

  test('a row that was put in, taken out, or has another place', async () => {
    expect(await handing.findingsOf(await lines((rows) => [...rows, rows[0]!]))).toEqual([
      ['report', S1, 'row 3 of R4 (FILE): it does not follow from the facts'],
    ]);
    expect(await handing.findingsOf(await lines((rows) => rows.slice(1)))).toEqual([['report', S1, FIRST_ROW]]);
    expect(await handing.findingsOf(await lines((rows) => rows.toReversed()))).toEqual([['report', S1, FIRST_ROW]]);
  });

  test('a column that was taken out or renamed, and cells behind the last one', async () => {
    expect(await handing.findingsOf(changed(await handing.handedOver('csv'), '"reason",', ''))).toEqual([
      ['report', expect.stringMatching(/^FILE: the columns of its table are .* by the facts$/)],
    ]);
    expect(
      await handing.findingsOf(await lines(([one = '', ...rest]) => [changed(one, '\r\n', ',"seen"\r\n'), ...rest])),
    ).toEqual([['report', S1, 'row 1 of R4 (FILE): it holds "seen" behind its columns']]);
  });

  test('its header', async () => {
    const text = await handing.handedOver('csv');
    expect(await handing.findingsOf(changed(text, '# population,"2"', '# population,"20"'))).toEqual([
      ['report', 'FILE: what it says of itself: population is 20, and 2 by the facts'],
    ]);
    expect(await handing.findingsOf(changed(text, '# population,"2"\r\n', ''))).toEqual([
      ['report', 'FILE: what it says of itself: population is nothing, and 2 by the facts'],
    ]);
    expect(await handing.findingsOf(changed(text, '# rows', '# rows,"5"\r\n# rows'))).toEqual([
      ['report', 'FILE: it says rows twice'],
    ]);
    expect(await handing.findingsOf(changed(text, '# rows,"2"', '# rows,"2","or 5"'))).toEqual([
      ['report', 'FILE: the line # rows has more than one value'],
    ]);
    expect(await handing.findingsOf(changed(text, '# timeZone', '# opinion,clean\r\n# timeZone'))).toEqual([
      ['report', 'FILE: what it says of itself: no report says opinion'],
    ]);
  });

  test('another root than the tree has', async () => {
    const text = changed(
      await handing.handedOver('csv'),
      /# root,"[^"]*"/,
      `# root,"${Buffer.alloc(32).toString('base64')}"`,
    );
    expect(await handing.findingsOf(text)).toEqual([
      ['root', `the report FILE names another root of the first ${SIZE} facts`],
    ]);
  });

  test('a reader whom a fact tells to have been handed it in another form', async () => {
    expect(await handing.findingsOf(await handing.handedOver('csv', { size: SIZE - 1 }))).toEqual([
      ['report', 'FILE: no fact tells that it was handed to whom it says, in this form'],
    ]);
  });
});

test('a root that begins with a sign is read without the apostrophe before it', () => {
  const file = handing.stored('root.csv', `# report,"R4"\r\n# root,"'+a="\r\n"userId"\r\n`);
  expect(readReport(file).header['root']).toBe('+a=');
});
