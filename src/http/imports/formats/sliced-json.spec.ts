import fc from 'fast-check';
import { NumberAsWritten, slicedJson, TooMuchJson } from './sliced-json';

const sliced = (text: string) => slicedJson(Buffer.from(text));

/** JSON in which a number is the same however it was written. */
const inNumbers = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => {
    const number = each instanceof NumberAsWritten ? Number(each.text) : each;
    return typeof number === 'number' ? String(number) : number;
  });

test('what is JSON is read as the language reads it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), async (text, indent) => {
      const written = JSON.stringify(JSON.parse(text), null, indent);
      expect(await sliced(`\n${written} `)).toEqual(JSON.parse(written));
    }),
  );
});

test('what is none is refused, wherever it is broken', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.json({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom('', ',', '}', ']', '"', ':', 'x'),
      async (text, n, more) => {
        const at = n % (text.length + 1);
        const broken = text.slice(0, at) + more + text.slice(at + 1);
        let wanted: unknown = 'none';
        try {
          wanted = JSON.parse(broken);
        } catch {
          return expect(sliced(broken)).rejects.toThrow(SyntaxError);
        }
        expect(inNumbers(await sliced(broken))).toBe(inNumbers(wanted));
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  '',
  ' ',
  '[1,]',
  '{"a":1,}',
  '{"a"}',
  '{a:1}',
  '[1 2]',
  '1 2',
  '[]]',
  '"a',
  '"a\nb"',
  'nul',
  '01',
  '{"a":}',
  '{,}',
])('%p is none', async (text) => {
  expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  await expect(sliced(text)).rejects.toThrow(SyntaxError);
});

test('a member called __proto__ is one, and of two of a name the last one counts', async () => {
  const value = (await sliced('{"__proto__":{"x":1},"a":1,"a":2}')) as object;
  expect([Object.keys(value), Object.getPrototypeOf(value), 'x' in value]).toEqual([
    ['__proto__', 'a'],
    Object.prototype,
    false,
  ]);
  expect(value).toHaveProperty('a', 2);
});

test('a number keeps the digits it was written with', async () => {
  const numbers = ['12345678901234567890', '1.50', '1e3', '-0'];
  expect(await sliced(`[${numbers.join(', ')}, 587, -1.5, {"a": 0.1}]`)).toEqual([
    ...numbers.map((text) => new NumberAsWritten(text)),
    587,
    -1.5,
    { a: 0.1 },
  ]);
});

test('deeper than 32 levels, or more than 5,000,000 values, and it is given up', async () => {
  expect(await sliced(`${'['.repeat(32)}${']'.repeat(32)}`)).toEqual(expect.any(Array));
  await expect(sliced(`${'['.repeat(33)}${']'.repeat(33)}`)).rejects.toThrow(TooMuchJson);
  await expect(sliced(`[${'[],'.repeat(5_000_000)}0]`)).rejects.toThrow(TooMuchJson);
}, 60_000);

test('others have their turn while a large one is read', async () => {
  let turns = 0;
  const others = setInterval(() => (turns += 1));
  const immediate = (): void => void (turns >= 0 && setImmediate(() => ((turns += 1), immediate())));
  immediate();
  await sliced(`[${'{"a":1},'.repeat(100_000)}0]`);
  clearInterval(others);
  const seen = turns;
  turns = -Infinity;
  expect(seen).toBeGreaterThanOrEqual(20);
});
