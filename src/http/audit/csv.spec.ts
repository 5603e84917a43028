import { CSV_HEADER, csvCell, csvLine } from './csv';

test.each<[Parameters<typeof csvCell>[0], string]>([
  [undefined, ''],
  ['plain', 'plain'],
  [5, '5'],
  [false, 'false'],
  ['a,b', '"a,b"'],
  ['say "yes"', '"say ""yes"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['=1,2', '"\'=1,2"'],
  ['a=1', 'a=1'],
])('%j is written %j', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test('a line has a cell for each column of the header', () => {
  const line = csvLine({
    id: 'e',
    position: '1',
    stream: 's',
    type: 't',
    time: '2026-01-31T09:30:00.000Z',
    outcome: 'success',
    actor: { kind: 'policy', name: 'rotate-identity-when-due' },
    correlationId: 'c',
    data: {},
  });
  expect(line.split(',')).toHaveLength(CSV_HEADER.split(',').length);
  expect(line).toMatch(/^e,1,s,t,.*,policy,,,rotate-identity-when-due,.*,c,,\{\}\r\n$/);
});
