import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KNOWN_VARIABLES } from '../../src/config/known-variables';

const page = readFileSync(join(__dirname, '../../docs/configuration.md'), 'utf8');

test('the page on configuration names the variables that are read, and no other', () => {
  const named = new Set(page.match(/\bKEYLEDGER_[A-Z_]+\b/g));
  expect([...named].toSorted()).toEqual(KNOWN_VARIABLES.toSorted());
});
