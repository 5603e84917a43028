import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UPCASTERS } from '../../src/kernel/facts/upcast';
import { notAssignable } from '../support/catalogue/assignable';
import { fieldLine } from '../support/catalogue/catalogue';
import { factTypes } from '../support/catalogue/fact-types';

/*
 * Every shape a kind of fact ever had, a line each: what an earlier release wrote may have been anything of them, not only
 * what the golden facts show. So a field that was optional stays so, a word that a field could hold may be held for ever,
 * and a field that comes is optional, unless the older shape has an upcaster (src/kernel/facts/upcast.ts).
 */
const ROOT = join(__dirname, '../..');
const LIST = 'test/golden/shapes.txt';
const isWriting = process.env['KEYLEDGER_WRITE_CATALOGUE'] === '1';

const current = new Map(factTypes().map((kind) => [kind.wireName, fieldLine(kind)]));
const listed = (): readonly string[] => readFileSync(join(ROOT, LIST), 'utf8').trim().split('\n');
const nameOf = (line: string): string => line.split(' / ')[0] ?? '';

test('each shape of today is listed', () => {
  const lines = [...current].map(([name, fields]) => `${name} / ${fields}`);
  const missing = lines.filter((line) => !listed().includes(line));
  if (isWriting && missing.length > 0) {
    const all = [...listed(), ...missing].toSorted((a, b) =>
      nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0,
    );
    writeFileSync(join(ROOT, LIST), `${all.join('\n')}\n`);
  }
  expect(missing.filter((line) => !listed().includes(line))).toEqual([]);
});

test('a fact of any shape there ever was is one of today, or has an upcaster', () => {
  const older = listed()
    .filter((line) => !Object.hasOwn(UPCASTERS, nameOf(line)))
    .map((line) => ({ line, older: line.slice(nameOf(line).length + 3), current: current.get(nameOf(line)) }));
  expect(older.filter((shape) => shape.current === undefined).map(({ line }) => line)).toEqual([]);
  const pairs = older.map((shape) => ({ ...shape, current: shape.current ?? '' }));
  expect(notAssignable(pairs).map(({ line }) => line)).toEqual([]);
});

test('what is needed, narrower or another thing than it was is not assignable; what is more or less may be', () => {
  const pairs = [
    ['a: string', 'a: string; b: number'],
    ['a?: string', 'a: string'],
    ['a: "x" | "y"', 'a: "x"'],
    ['a: string', 'a: number'],
    ['a: { b?: string }[]', 'a: { b: string }[]'],
    ['a: string', 'a: string; b?: number'],
    ['a: "x"', 'a: "x" | "y"'],
    ['a: { b: string }[]', 'a: { b: string; c?: number }[]'],
    ['a: string; b: number', 'a: string'],
  ].map(([older = '', of = '']) => ({ older, current: of }));
  expect(notAssignable(pairs)).toEqual(pairs.slice(0, 5));
});

test('a line of the list of shapes only ever came', () => {
  const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  const changes = existsSync(join(ROOT, '.git'))
    ? [
        git('log', '--first-parent', '-m', '-p', '--unified=0', '--format=', '--', LIST),
        git('diff', 'HEAD', '--unified=0', '--', LIST),
      ]
    : [];
  const gone = changes
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.startsWith('-keyledger.'))
    .map((line) => line.slice(1));
  expect(gone.filter((line) => !listed().includes(line))).toEqual([]);
});
