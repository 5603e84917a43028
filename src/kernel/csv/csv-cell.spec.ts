import fc from 'fast-check';
import { csvRows } from '../../http/audit/csv-rows';
import { csvJson, type CsvValue } from './csv-cell';

const csvCell = (value: CsvValue): string => csvRows([[value]]).replace(/\r\n$/, '');

test.each<[CsvValue, string]>([
  [undefined, '""'],
  ['plain', '"plain"'],
  [5, '"5"'],
  [false, '"false"'],
  ['a,b', '"a,b"'],
  ['say "yes"', '"say ""yes"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', '"\'=1+1"'],
  ['+1', '"\'+1"'],
  ['-1', '"\'-1"'],
  ['@SUM(A1)', '"\'@SUM(A1)"'],
  ['\t=1', '"\'\t\'=1"'],
  ['\r=1', '"\'\r\'=1"'],
  ['\tplain', '"\'\tplain"'],
  [' =1', '"\' =1"'],
  ['\u{3000}=1', '"\'\u{3000}=1"'],
  ['\u{feff}=1', '"\'\u{feff}=1"'],
  ['"=1"', '"\'""=1"""'],
  ['＝1', '"\'＝1"'],
  ['＋1', '"\'＋1"'],
  ['－1', '"\'－1"'],
  ['＠SUM(A1)', '"\'＠SUM(A1)"'],
  ['\u22121', '"\'\u22121"'],
  ['a=1', '"a=1"'],
  ['a;=1', '"a;\'=1"'],
  ['a; "=1"', '"a;\' ""=1"""'],
  ['a|@b', '"a|\'@b"'],
  ['a\n=1', '"a\n\'=1"'],
  ['a\t+1', '"a\t\'+1"'],
  ['a, -1; done', '"a, -1; done"'],
])('%j is written %j', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

/** How a spreadsheet cuts a line where `;` stands between cells: only a quote at the very beginning of a cell holds it together. */
const cutAtSemicolons = (line: string): readonly string[] => {
  const cells: string[] = [];
  for (let rest: string | undefined = line; rest !== undefined;) {
    const quoted = /^"((?:[^"]|"")*)"?/.exec(rest);
    const inside: string = quoted?.[1]?.replaceAll('""', '"') ?? '';
    const behind: string = rest.slice(quoted?.[0].length ?? 0);
    const [, literal = '', next] = /^([^;\n]*)(?:[;\n]([^]*))?$/.exec(behind) ?? [];
    cells.push(inside + literal);
    rest = next;
  }
  return cells;
};

test('however a line is cut, no cell of it begins a formula', () => {
  const risky = fc.array(
    fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠', ';', ',', '"', ' ', '\t', '\n', '\r', '|', 'a', '1'),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(fc.array(risky, { minLength: 1, maxLength: 3 }), (texts) => {
      const line = texts.map((text) => csvCell(text.join(''))).join(',');
      const [whole] = [cutAtSemicolons(line)];
      expect(whole.filter((cell) => /^[\s"]*[=+\-@＝＋－＠]/u.test(cell))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('a fact in a cell says the same to whoever parses it, and holds no formula behind a semicolon', () => {
  const fact = { reason: 'x;=cmd|@a;＝1; "=2"', minus: -1, list: ['a;', '-b'] };
  const text = csvJson(fact);
  expect(JSON.parse(text)).toEqual(fact);
  expect(text).not.toMatch(/[;|]["\s]*[=+\-@＝＋－＠]/u);
});

test.each<[CsvValue, boolean]>([
  ['0000000000000042', true],
  ['00000000000000000000001234/00000000000000000000001234', false],
  ['007', true],
  ['1e5', true],
  ['019e3340', true],
  ['1.234.567,8', true],
  ['10.100.200.100', true],
  ['12 %', true],
  ['€5', true],
  ['1-2', true],
  ['3/4/2026', true],
  ['2026-03-04', true],
  ['2026-03-04 12:30', true],
  ['12:30', true],
  ['1 1/2', true],
  ['MARCH1', true],
  ['1-Sep', true],
  ['Oct 2026', true],
  ['TRUE', true],
  ['2026-01-31T09:30:00.000Z', false],
  ['prod-db-admin', false],
  ['marble', false],
  ['1 Infinite Loop', false],
  ['', false],
  [undefined, false],
  [42, false],
  [true, false],
])('for Excel, %j is %j to be kept as text', (value, isKept) => {
  expect(csvRows([[value]], true)).toBe(`"${isKept ? "'" : ''}${value === undefined ? '' : String(value)}"\r\n`);
  expect(csvRows([[value]])).toBe(`"${value === undefined ? '' : String(value)}"\r\n`);
});
