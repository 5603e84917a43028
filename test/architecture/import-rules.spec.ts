import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ALLOWED, REFUSED, type Seed } from './seeded-imports';

const ROOT = resolve(__dirname, '../..');
const PACKAGES = [
  'libsql',
  'mongodb',
  'jwks-rsa',
  'passport',
  'rxjs',
  'fastify',
  '@hpke/core',
  '@nestjs/common',
  '@nestjs/cqrs',
];
const TOOL = 'knip';

interface Cruise {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
  };
}

let folder: string;
let cruise: Cruise;

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

/** A file in a room of its own kind, whose only content is the seeded import. */
const seedFile = ([path, line]: Seed): void => write(path, `${line}\nexport const seeded = 1;\n`);

const rulesAgainst = (path: string): readonly string[] =>
  cruise.summary.violations.filter((violation) => violation.from === path).map((violation) => violation.rule.name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-rooms-'));
  const dependencies = Object.fromEntries(PACKAGES.map((name) => [name, '1']));
  write('package.json', JSON.stringify({ dependencies, devDependencies: { [TOOL]: '1' } }));
  write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'nodenext', moduleResolution: 'nodenext' } }));
  for (const name of [...PACKAGES, TOOL]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'exports.a = 1;\n');
  }
  const targets = [...REFUSED, ...ALLOWED].flatMap(([path, line]) => {
    const target = /from '(\..*)'/.exec(line)?.[1];
    return target === undefined || target.endsWith('nowhere') ? [] : [`${join(dirname(path), target)}.ts`];
  });
  for (const target of targets) write(target, 'export const a = 1;\n');
  for (const seed of [...REFUSED, ...ALLOWED]) seedFile(seed);
  write('src/queries/ring-a.ts', "export { b } from './ring-b';\nexport const a = 1;\n");
  write('src/queries/ring-b.ts', "export { a } from './ring-a';\nexport const b = 1;\n");

  const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const rooms = ['src', 'projections', 'wire', 'agent', 'cli', 'bench', 'verifier'];
  const output = execFileSync(
    process.execPath,
    [program, ...rooms, '--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  cruise = JSON.parse(output) as Cruise;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(REFUSED)('%s may not: %s', (path, _line, rule) => {
  expect(rulesAgainst(path)).toContain(rule);
});

test.each(ALLOWED)('%s may: %s', (path) => {
  expect(rulesAgainst(path)).toEqual([]);
});

test('a ring of imports is refused', () => {
  expect(rulesAgainst('src/queries/ring-a.ts')).toEqual(['no-cycles']);
});

test('every rule has a seed it catches', () => {
  const caught = new Set(cruise.summary.violations.map((violation) => violation.rule.name));
  const rules = cruise.summary.ruleSetUsed.forbidden.map((rule) => rule.name);
  expect(rules.filter((rule) => !caught.has(rule))).toEqual([]);
});
