import { canonicalFact } from './canonical-fact';
import { canonicalJson } from './canonical-json';

/** Of the examples of RFC 8785 those without fractions, which facts don't have (3.2.3: sorting; appendix B: escapes). */
test.each<[string, unknown, string]>([
  [
    'members in the order of UTF-16 code units',
    { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  ],
  ['nothing but needed escapes', '\u20ac$\u000f\nA\'B"\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/"'],
  ['literals', [null, true, false], '[null,true,false]'],
  ['integers to the last one', [0, -0, 9_007_199_254_740_991], '[0,0,9007199254740991]'],
  ['nesting, and members that are not there', { b: [{ d: 1, c: 2 }], a: undefined }, '{"b":[{"c":2,"d":1}]}'],
])('%s', (_, value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test.each<[string, unknown]>([
  ['a fraction', { a: 0.5 }],
  ['an integer beyond 2^53 - 1', 2 ** 53],
  ['no number', Number.NaN],
  ['a lone surrogate', 'a\ud800'],
  ['a lone surrogate in a name', { '\udc00': 1 }],
  ['a function', () => 1],
])('%s has none', (_, value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});

test('a fact is what it says and where it stands, whatever a store adds', () => {
  const fact = {
    stream: 'vault-1',
    revision: 3,
    position: '7',
    id: 'e1',
    type: 'keyledger.vault-created.v1',
    data: { name: 'x' },
    metadata: { actor: { kind: 'user' as const, userId: 'u' }, time: '2026-01-01T00:00:00.000Z', correlationId: 'c' },
  };
  expect(canonicalFact(fact)).toBe(
    '{"data":{"name":"x"},"id":"e1","metadata":{"actor":{"kind":"user","userId":"u"},"correlationId":"c","time":"2026-01-01T00:00:00.000Z"},"revision":3,"stream":"vault-1","type":"keyledger.vault-created.v1"}',
  );
});
