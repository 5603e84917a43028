import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Variables } from '../../src/config/variables';
import { VARIABLES } from '../../src/config/variables-of';

const read = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');
const page = read('docs/configuration.md');
/** Of the command line: given to one call, not to a server. */
const OF_THE_CALLER = ['KEYLEDGER_URL', 'KEYLEDGER_TOKEN'];

/** A row of the page for each: the default as it stands there. */
const ROWS = new Map(
  [...page.matchAll(/^\| `([A-Z_]+)` +\| .+? \| ([^|]+?) +\|$/gm)].map(([, name = '', usual = '']) => [name, usual]),
);

test('the page on configuration has a row for each variable of the class, in its order, and no other', () => {
  expect([...ROWS.keys()]).toEqual(VARIABLES);
  const named = new Set(page.match(/\bKEYLEDGER_[A-Z_]+\b/g));
  expect([...named].filter((name) => !VARIABLES.includes(name))).toEqual([]);
});

test('the page on configuration names the defaults of the class', () => {
  const defaults = new Variables() as unknown as Readonly<
    Record<string, string | number | boolean | readonly string[] | undefined>
  >;
  const asWritten = (value: (typeof defaults)[string]): RegExp => {
    if (value === undefined) return /^(?!`[^`]*`$)/;
    if (value === false) return /^unset/;
    if (typeof value === 'object') return /^none/;
    return new RegExp(`^\`${String(value).replaceAll('.', '\\.')}\`$`);
  };
  for (const [name, usual] of ROWS) {
    expect([name, usual]).toEqual([name, expect.stringMatching(asWritten(defaults[name]))]);
  }
});

test('compose hands every variable of the server on', () => {
  const compose = read('docker-compose.yml');
  const needed = (page.match(/\b(?:KEYLEDGER|EVENTSTORE|MONGODB)_[A-Z_]+\b/g) ?? []).filter(
    (name) => !OF_THE_CALLER.includes(name),
  );
  expect(needed.filter((name) => !new RegExp(`^  ${name}: \\$\\{${name}:?-`, 'm').test(compose))).toEqual([]);
});

test('the image is made from the lock file, on the Node in long-term support, and its health is asked where it listens', () => {
  const dockerfile = read('Dockerfile');
  expect(dockerfile).toMatch(/^RUN npm ci /m);
  expect(dockerfile.match(/^FROM \S+/gm)).toEqual(['FROM node:26-bookworm-slim', 'FROM node:26-bookworm-slim']);
  expect(dockerfile).toMatch(/HEALTHCHECK [^\n]+\n {2}CMD \["node", "scripts\/healthy\.mjs"\]/);
});
