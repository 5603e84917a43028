import fc from 'fast-check';
import { entryOfFact } from '../../../../test/support/catalogue/entry-of-fact';
import { newestFacts } from '../../../../test/support/catalogue/golden-facts';
import { cefLine } from './cef';
import type { ExportedEntry } from './exported-entry';

const FACT = { type: 'keyledger.identity-checked-out.v1', data: { organizationId: 'o' } };

/** As a receiver reads it: the header by pipes that are not escaped, then keys, each from a blank to an equals sign that is not. */
const read = (line: string) => {
  const parts = line.match(/(?:[^\\|]|\\.)*\|/gs)?.slice(0, 7) ?? [];
  const extension = line.slice(parts.join('').length);
  const keys = [...extension.matchAll(/(?:^| )([A-Za-z0-9]+)=/g)];
  const fields = keys.map((key, n) => {
    const from = (key.index ?? 0) + key[0].length;
    const raw = extension.slice(from, keys[n + 1]?.index ?? extension.length);
    const value = raw.replaceAll(/\\(.)/gs, (_, c: string) => (c === 'n' ? '\n' : c === 'r' ? '\r' : c));
    return [key[1] ?? '', value] as const;
  });
  return { heads: parts.map((part) => part.slice(0, -1)), fields };
};
const fieldsOf = (entry: ExportedEntry) => new Map(read(cefLine(entry)).fields);

test('a fact that holds a signed checkpoint takes it along, line by line', () => {
  const note = 'keyledger/x\n42\ncm9vdA==\n\n— keyledger/x AAAA\n';
  const told = [
    { type: 'keyledger.checkpoint-recorded.v1', data: { origin: 'keyledger/x', checkpoint: note } },
    { type: 'keyledger.evidence-restarted.v1', data: { lastCheckpoint: note, reason: 'the disk' } },
  ];
  expect(told.map((fact) => fieldsOf(entryOfFact(fact, {})).get('msg'))).toEqual([note, note]);
  expect(fieldsOf(entryOfFact(FACT, {})).has('msg')).toBe(false);
});

test('a line has seven heads, and what people look for first', () => {
  const leaf = { log: 1, index: 41, hash: 'aGFzaA==' };
  const entry = entryOfFact(FACT, { leaf, breakGlass: true, ip: '192.0.2.1', reason: 'the shop is down' });
  expect(read(cefLine(entry)).heads).toEqual([
    'CEF:0',
    'Keyledger',
    'Keyledger',
    '1',
    'keyledger.identity-checked-out.v1',
    'identity checked out',
    '10',
  ]);
  expect(Object.fromEntries(fieldsOf(entry))).toMatchObject({
    rt: String(Date.parse(entry.time)),
    externalId: entry.id,
    act: 'identity-checked-out',
    outcome: 'success',
    suser: 'ann@example.com',
    src: '192.0.2.1',
    reason: 'the shop is down',
    cs1: 'aGFzaA==',
    cs1Label: 'leafHash',
    cn1: '41',
  });
});

test('an address of IP version 6 stands where CEF wants it', () => {
  const fields = fieldsOf(entryOfFact(FACT, { ip: '2001:db8::1' }));
  expect([fields.get('src'), fields.get('c6a2')]).toEqual([undefined, '2001:db8::1']);
});

const HOSTILE = [
  'a|b',
  'a\\b',
  'a\\|b',
  'a=b outcome=failure',
  'x suser=root@example.com',
  'one\ntwo',
  'one\r\ntwo',
  'CEF:0|Evil|Evil|1|x|x|10|act=nothing',
  'line\u2028separator\u0085\u0000\u001b[31m',
  '\\',
  '=',
  '\\n',
];

test.each(HOSTILE)('nothing that somebody was called, such as %j, begins another field or line', (name) => {
  const entry = entryOfFact(FACT, {
    reason: name,
    identityName: name,
    userAgent: name,
    actor: { kind: 'user', userId: 'u', email: name },
  });
  const line = cefLine(entry);
  expect(line.split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(1);
  expect(read(line).heads).toHaveLength(7);
  const keys = read(line).fields.map(([key]) => key);
  expect(keys).toEqual([...new Set(keys)]);
  expect(fieldsOf(entry).get('outcome')).toBe('success');
});

test('what is escaped is read back as it was, whatever it is', () => {
  const printable = fc
    .string({ unit: fc.constantFrom('a', '\\', '=', '|', '\n', ' ', 'n', 'é', '"') })
    .filter((text) => text !== '');
  fc.assert(
    fc.property(printable, (reason) => {
      const line = cefLine(entryOfFact(FACT, { reason }));
      const from = line.indexOf(' reason=') + ' reason='.length;
      // The next key, which follows a value with no equals sign that is not escaped.
      const rest = line.slice(from);
      const [value = ''] = /^(?:\\.|[^\\=])*(?= cs| cn|$)/s.exec(rest) ?? [];
      const back = value.replaceAll(/\\(.)/gs, (_, c: string) => (c === 'n' ? '\n' : c));
      expect(back).toBe(reason);
    }),
  );
});

test('every kind of fact there is makes a line', () => {
  for (const fact of newestFacts()) expect(read(cefLine(entryOfFact(fact))).heads).toHaveLength(7);
});
