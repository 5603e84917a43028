import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KNOWN_VARIABLES } from '../../src/config/known-variables';

const read = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');
const page = read('docs/configuration.md');
/** Of the command line: given to one call, not to a server. */
const OF_THE_CALLER = ['KEYLEDGER_URL', 'KEYLEDGER_TOKEN'];

test('the page on configuration names the variables that are read, and no other', () => {
  const named = new Set(page.match(/\bKEYLEDGER_[A-Z_]+\b/g));
  expect([...named].toSorted()).toEqual(KNOWN_VARIABLES.toSorted());
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
