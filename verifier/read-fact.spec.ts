import fc from 'fast-check';
import { canonicalJson } from '../src/kernel/facts/canonical-json';
import { readFact } from './read-fact';

/** What it means, without any shortcut. */
const isCanonical = (text: string): boolean => {
  try {
    return canonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
};

/** A fact that holds this text, as canonical as that is. */
const holding = (data: string): string =>
  `{"data":${data},"id":"e","metadata":{"actor":{},"time":"t"},"revision":0,"stream":"s","type":"t"}`;

test.each([
  ['{"a":1,"b":{"c":"é€😀\\n","d":[1,true,null]}}', true],
  ['{"b":1,"a":2}', false],
  ['{"a":{"d":1,"c":2}}', false],
  ['{"a":[{"d":1,"c":2}]}', false],
  ['{"a":1,"a":1}', false],
  ['{"":1,"":2}', false],
  ['{ "a":1}', false],
  ['{"a":1.5}', false],
  ['{"a":1e2}', false],
  ['{"a":-0}', false],
  ['{"a":9007199254740993}', false],
  ['{"a":9007199254740992}', false],
  ['{"a":"\\ud800"}', false],
  ['{"a":"\\uD83D\\uDE00"}', false],
  ['{"a":"\\\\ud800"}', true],
  ['{"a":"\\u00e9"}', false],
  ['{"a":"\\/"}', false],
  ['{"10":1,"9":2}', true],
  ['{"9":1,"10":2}', false],
  ['{"__proto__":1,"a":2}', true],
  ['', false],
  ['{', false],
])('%s is canonical: %s', (text, expected) => {
  expect([readFact(holding(text)) !== undefined, isCanonical(holding(text))]).toEqual([expected, expected]);
});

test.each([
  '{}',
  '[]',
  'null',
  holding('null'),
  holding('[]'),
  holding('{}').replace('"id":"e",', ''),
  holding('{}').replace('"id":"e"', '"id":7'),
  holding('{}').replace('"actor":{}', '"actor":null'),
  holding('{}').replace('"time":"t"', '"time":1'),
  holding('{}').replace('"revision":0', '"revision":"0"'),
  holding('{}').replace('"stream":"s"', '"stream":{}'),
  holding('{}').replace('"type":"t"', '"type":[]'),
])('%s is no fact', (text) => {
  expect([readFact(text), isCanonical(text)]).toEqual([undefined, true]);
  expect(readFact(holding('{}'))).toBeDefined();
});

test('whatever is read is what the one canonical form says, and nothing else is', () => {
  const value = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
  const spoilt = fc
    .tuple(value, fc.nat(200), fc.constantFrom('', ' ', '0', '"', ',', '\\ud800'))
    .map(([json, at, put]) => {
      const text = JSON.stringify(json);
      return text.slice(0, at) + put + text.slice(at + 1);
    });
  const text = fc.oneof(
    value.map((json) => JSON.stringify(json)),
    spoilt,
  );
  fc.assert(
    fc.property(
      text.map((each) => holding(`{"a":${each}}`)),
      (each) => (readFact(each) !== undefined) === isCanonical(each),
    ),
    { numRuns: 2000 },
  );
});
