import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

const sources = (room: string): readonly string[] =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(room, name));

/** What waits, or reads the time of day, makes a decision that can't be replayed. Import rules can't see it, nor can the lint. */
const IMPURE = /\b(await|async|Promise)\b|\bnew Date\(\s*\)|\bDate\.now\b|\bMath\.random\b/;

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

test.each([
  ['const at = new Date();', true],
  ['await load();', true],
  ['// await the day\nnew Date(at).toISOString();', false],
])('%j is impure: %p', (text, impure) => {
  expect(IMPURE.test(withoutComments(text))).toBe(impure);
});

test('the domain neither waits nor reads a clock nor throws dice', () => {
  const files = sources('src/domain');
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => IMPURE.test(withoutComments(readFileSync(join(ROOT, file), 'utf8'))))).toEqual([]);
});
