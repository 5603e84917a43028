import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTOR_NAMES } from '../../src/queries/audit/actor-names';
import { catalogue, factShapes } from '../support/catalogue/catalogue';
import { factTypes } from '../support/catalogue/fact-types';
import { refusalNames } from '../support/catalogue/refusal-names';
import { wireNamesModule } from '../support/catalogue/wire-names';

const WIRE_NAMES = join(__dirname, '../../src/queries/audit/wire-names.ts');
const PAGE = join(__dirname, '../../docs/events.md');
const SHAPES = join(__dirname, '../../src/kernel/facts/fact-shapes.ts');

test('docs/events.md tells what the code declares', () => {
  const text = catalogue();
  if (process.env['KEYLEDGER_WRITE_CATALOGUE'] === '1') {
    writeFileSync(PAGE, text);
  }
  expect(readFileSync(PAGE, 'utf8')).toBe(text);
});

test('the audit knows every name there is to ask for', () => {
  const text = wireNamesModule();
  if (process.env['KEYLEDGER_WRITE_CATALOGUE'] === '1') {
    writeFileSync(WIRE_NAMES, text);
  }
  expect(readFileSync(WIRE_NAMES, 'utf8')).toBe(text);
});

test('the audit knows every policy there is to ask for', () => {
  const policies = readdirSync(join(__dirname, '../../src/policies')).filter((file) => /-(when|daily)/.test(file));
  const named = policies.filter((file) => !file.endsWith('.spec.ts')).map((file) => file.replace(/\.ts$/, ''));
  expect(named.filter((name) => !ACTOR_NAMES.includes(name))).toEqual([]);
});

test('the stores hold every fact to what the code declares', () => {
  const text = factShapes();
  if (process.env['KEYLEDGER_WRITE_CATALOGUE'] === '1') {
    writeFileSync(SHAPES, text);
  }
  expect(readFileSync(SHAPES, 'utf8')).toBe(text);
});

test('every fact says what it means, under a name of the right form', () => {
  const facts = factTypes();
  expect(facts.length).toBeGreaterThan(50);
  expect(facts.filter(({ meaning }) => meaning === '').map(({ wireName }) => wireName)).toEqual([]);
  expect(facts.filter(({ wireName }) => !/^keyledger(\.[a-z]+(-[a-z]+)+)\.v[1-9]\d*$/.test(wireName))).toEqual([]);
  expect(new Set(facts.map(({ wireName }) => wireName)).size).toBe(facts.length);
});

test('refusals are named after a noun and a command', () => {
  const names = refusalNames();
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !/^keyledger\.[a-z]+(-[a-z]+)+-refused\.v1$/.test(name))).toEqual([]);
});
