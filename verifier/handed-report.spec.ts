import { changed, FACTS, handingOver, S1, S2, SIZE, type Handing } from '../test/support/evidence/handed-over';
import { ORIGIN, signedLedger } from '../test/support/evidence/signed-ledger';
import { csvTable } from './csv-table';

/** A report that was handed over alone is made again from the facts of a bundle, and compared; what it is of is looked at first. */
let handing: Awaited<ReturnType<typeof handingOver>>;
beforeAll(async () => {
  handing = await handingOver();
});
afterAll(() => handing.end());

describe('follows from the facts:', () => {
  test('as JSON and as CSV, several at once; each is told', async () => {
    const files = [
      handing.stored('a.json', await handing.handedOver('json')),
      handing.stored('b.csv', await handing.handedOver('csv')),
    ];
    const { code, text } = await handing.verify(files);
    expect(code).toBe(0);
    const { notes } = JSON.parse(text) as { readonly notes: readonly string[] };
    for (const file of files) {
      expect(notes).toContain(`${file}: R4 was made again from the first ${SIZE} facts and compared`);
    }
  });

  test.each<[string, Handing]>([
    ['of a past moment', { options: { asOf: FACTS[S1]!.metadata.time } }],
    ['of one organization', { options: { parameters: { organizationId: 'o' } } }],
    ['of those that its reader is told of', { options: { places: ['o'] }, organizations: ['o'] }],
    ['of a reader who is told of none of them', { options: { places: ['p'] }, organizations: ['p'] }],
    ['of a period', { options: { parameters: { from: FACTS[S2]!.metadata.time } } }],
    ['for Excel', { forExcel: true }],
    ['where nothing is signed any more', { by: 'nobody' }],
  ])('%s', async (_, asked) => {
    expect(await handing.findingsOf(await handing.handedOver('json', asked))).toEqual([]);
    expect(await handing.findingsOf(await handing.handedOver('csv', asked))).toEqual([]);
  });

  test('as a spreadsheet or another tool writes its cells, with other quotes, line ends, empty cells behind, and a mark', async () => {
    const text = await handing.handedOver('csv');
    expect(await handing.findingsOf(text.replaceAll('\r\n', '\n'))).toEqual([]);
    const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    const sparing = csvTable(text)?.map((cells) => cells.map(quoted).join(','));
    expect(await handing.findingsOf(sparing!.join('\r\n'))).toEqual([]);
    expect(await handing.findingsOf(text.replaceAll('\r\n', ',,,\r\n'))).toEqual([]);
    expect(await handing.findingsOf(`\uFEFF${text}`)).toEqual([]);
    expect(await handing.findingsOf(text.replaceAll(/^# ([a-zA-Z0-9]+),/gm, '"# $1",'))).toEqual([]);
    expect(await handing.findingsOf(text.trimEnd())).toEqual([]);
  });

  test('JSON that is laid out anew', async () => {
    const parsed: unknown = JSON.parse(await handing.handedOver('json'));
    expect(await handing.findingsOf(`\uFEFF${JSON.stringify(parsed, null, 2)}\n`)).toEqual([]);
  });
});

describe('what it is of:', () => {
  test('another log, or an account whose facts are the same', async () => {
    const other = await signedLedger(FACTS.length, FACTS, 'keyledger/another');
    const own = await handing.handedOver('json', { by: other });
    const found = [['checkpoint', 'the report FILE is of another log: "keyledger/another"']];
    expect(await handing.findingsOf(own)).toEqual(found);
    expect(await handing.findingsOf(await handing.handedOver('csv', { by: other }))).toEqual(found);
    const renamed = changed(own, '"origin":"keyledger/another"', `"origin":"${ORIGIN}"`);
    expect(await handing.findingsOf(renamed)).toEqual([
      ['signature', 'the checkpoint of the report FILE is not signed by a key that was given'],
    ]);
  });

  test('more facts than the bundle has: the bundle was cut, or is an older one', async () => {
    const older = handing.stored('older.tar', await handing.ledger.bundle(SIZE - 2));
    const ends = `of ${SIZE} facts; this bundle ends after ${SIZE - 2}`;
    const uncompared = ['report', `FILE: not compared: it is ${ends}`];
    expect(await handing.findingsOf(await handing.handedOver('json'), older)).toEqual([
      ['cut', SIZE - 2, `the checkpoint of the report FILE is ${ends}`],
      uncompared,
    ]);
    for (const by of [handing.ledger, 'nobody'] as const) {
      expect(await handing.findingsOf(await handing.handedOver('csv', { by }), older)).toEqual([
        ['cut', SIZE - 2, `the report FILE is ${ends}`],
        uncompared,
      ]);
    }
  });

  test('a signed checkpoint that is another one than it names', async () => {
    const { note } = await handing.ledger.sign(SIZE - 1);
    const { header, rows } = JSON.parse(await handing.handedOver('json')) as { header: object; rows: object[] };
    expect(await handing.findingsOf(JSON.stringify({ header: { ...header, checkpoint: note }, rows }))).toEqual([
      ['checkpoint', 'the checkpoint of the report FILE is another one than the report names'],
    ]);
  });

  test.each<[string, string | RegExp, string, string]>([
    ['a report that is not known', '"report":"R4"', '"report":"R99"', 'this verifier knows no report "R99"'],
    ['another version', /"version":\d+/, '"version":99', 'it is of version 99; this verifier makes version'],
    [
      'a later log',
      '"log":1',
      '"log":2',
      'it is of a later log; reports are made again from the facts of the first one',
    ],
    ['no moment', /"asOf":"[^"]*"/, '"asOf":"now"', 'with the moment, size, parameters and organizations it names'],
    ['no size', /"size":\d+/, '"size":"all"', 'with the moment, size, parameters and organizations it names'],
    ['parameters that are none', '"parameters":{', '"parameters":{"from":[]', 'with the moment, size, parameters and'],
  ])('%s is not compared, and that is a finding', async (_, from, to, detail) => {
    const found = await handing.findingsOf(changed(await handing.handedOver('json'), from, to));
    expect(found).toContainEqual(['report', expect.stringContaining(`FILE: not compared: ${detail}`)]);
  });

  test('of a bundle that shows a part of the facts', async () => {
    const part = handing.stored('part.tar', await handing.ledger.bundle(FACTS.length, { organizationId: 'o' }));
    expect(await handing.findingsOf(await handing.handedOver('json'), part)).toEqual([
      ['report', 'FILE: not compared: the bundle does not show all facts of the first log'],
    ]);
  });
});

test.each<[string, string | Buffer, string]>([
  ['of something else', 'Dear auditor,\n', 'it begins neither as the JSON nor as the CSV of a report'],
  ['that is empty', '', 'it begins neither as the JSON nor as the CSV of a report'],
  ['of JSON that was cut', '{"header":{', 'JSON'],
  ['of other JSON', '{"items":[]}', 'it has no header or no rows'],
  ['of CSV with open quotes', '# report,"R4', 'its quotes are not those of a CSV'],
  ['of CSV with other cells', '# report;R4\r\nuserId;reason\r\n', 'it begins neither as the JSON nor as the CSV'],
  ['of a head alone', '# report,"R4"\r\n', 'it has no table'],
  ['in another encoding', Buffer.from('\uFEFF# report,R4', 'utf16le'), 'The encoded data was not valid'],
])('a file %s can not be read: exit code 2, and why', async (_, content, why) => {
  const said = await handing.findingsOf(content);
  expect(said).toContain('It could not be verified: the report FILE can not be read: ');
  expect(said).toContain(why);
});

test('a file that is not there neither', async () => {
  expect(await handing.verify(['none.csv'])).toMatchObject({ code: 2 });
});
