import { array, assert, dictionary, jsonValue, oneof, property, string } from 'fast-check';
import { repeatedMember } from './repeated-member';

test.each<[string, string | undefined]>([
  ['{"a":1,"b":2}', undefined],
  ['{"a":1,"a":2}', 'a'],
  ['{"a":1,"A":2}', undefined],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"a\\"":1,"a\\"":2}', 'a"'],
  ['{"\\\\":1,"b":"\\\\","\\\\":2}', '\\'],
  ['{"":1,"":2}', '""'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['{"constructor":1}', undefined],
  ['{"a":{"b":1,"c":[{"d":1},{"d":1,"e":2,"d":3}]}}', 'a.c[1].d'],
  ['{"a":{"x":1},"b":{"x":1},"x":1}', undefined],
  ['{"a":{"x":1},"a":2}', 'a'],
  ['{"a":"a","b":"a"}', undefined],
  ['[{"a":1},{"a":1}]', undefined],
  ['[[1,2],[{"a":[1,{"b":0,"b":0}]}]]', '[1][0].a[1].b'],
  ['{"a":"},{\\"a\\":1","b":1}', undefined],
  [' { "a" : 1 , "a" : 2 } ', 'a'],
  ['"a"', undefined],
  ['[]', undefined],
])('%s has twice: %s', (text, name) => {
  expect(repeatedMember(text)).toBe(name);
});

const asObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

test('what JSON writes has nothing twice; one member more is found wherever it is', () => {
  assert(
    property(dictionary(string(), oneof(jsonValue(), array(jsonValue()))), (value) => {
      const text = JSON.stringify(value);
      expect(repeatedMember(text)).toBeUndefined();
      const [name] = Object.keys(value);
      if (name === undefined || !asObject(value)) return;
      const doubled = `${text.slice(0, -1)},${JSON.stringify(name)}:0}`;
      expect(repeatedMember(doubled)).toBeDefined();
      expect(repeatedMember(`[0,{"x":${doubled}}]`)).toMatch(/^\[1\]\.x\./);
    }),
  );
});

test.each([
  ['a long string', `{"a":"${'x\\n"'.slice(0, 3).repeat(170_000)}"}`],
  ['deep lists', '['.repeat(200_000) + ']'.repeat(200_000)],
  ['many members', JSON.stringify(Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`x${i}`, i])))],
  ['deep objects', `${'{"a":'.repeat(80_000)}1${'}'.repeat(80_000)}`],
])('%s costs no more than its length', (_, text) => {
  const startedAt = performance.now();
  expect(repeatedMember(text)).toBeUndefined();
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
