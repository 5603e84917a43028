import fc from 'fast-check';
import { csvRows } from '../src/http/audit/csv-rows';
import { csvText } from '../src/kernel/csv/csv-cell';
import { csvTable } from './csv-table';

/** Reading a CSV back: the one that was handed out, and what others make of it. */
test.each([
  [
    '"a","b"\r\n"c","d"\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,b\rc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['"two\r\nlines, ""quoted""",\n\n', [['two\r\nlines, "quoted"', '']]],
  ['a,,', [['a', '', '']]],
  ['""\r\n,\r\n', [['', '']]],
  ['', []],
])('%j is read', (text, rows) => {
  expect(csvTable(text)).toEqual(rows);
});

test.each(['"a', '"a"b,c', 'a"b', '"a" ,b'])('%j is none', (text) => {
  expect(csvTable(text)).toBeUndefined();
});

test('whatever is written is read back', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', '"', ',', ';', '\r', '\n', '=', ' ', '\u{1F511}'),
    maxLength: 8,
  });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 4 });
  fc.assert(
    fc.property(rows, (told) => {
      expect(csvTable(csvRows(told))).toEqual(told.map((cells) => cells.map((text) => csvText(text, false))));
    }),
  );
});
