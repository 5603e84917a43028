import { csvRows } from './csv-rows';
import { auditCsvHeader, csvLines } from './csv';

test('a line has a cell for each column of the header', () => {
  const line = csvLines([
    {
      id: 'e',
      position: '1',
      stream: 's',
      type: 't',
      time: '2026-01-31T09:30:00.000Z',
      outcome: 'success',
      actor: { kind: 'policy', name: 'rotate-identity-when-due' },
      correlationId: 'c',
      data: {},
    },
  ]);
  expect(line.split(',')).toHaveLength(auditCsvHeader(false).split(',').length);
  expect(line).toMatch(/^"e","1","s","t",.*,"policy","","","rotate-identity-when-due",.*,"c","","\{\}"\r\n$/);
  expect(auditCsvHeader(false)).toMatch(/^"id","position",.*"data"\r\n$/);
});

test('a long text of digits is judged in no time', () => {
  const began = performance.now();
  csvRows([['1'.repeat(200_000) + '!', `${'1.'.repeat(100_000)}!`, `jan${'a'.repeat(200_000)}!`]], true);
  expect(performance.now() - began).toBeLessThan(1000);
});
