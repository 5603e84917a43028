import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WIRE_NAMES } from '../../src/queries/audit/wire-names';
import { sourceFiles } from '../support/catalogue/source-files';

/** docs/compliance.md names requests and facts that there are. */
const page = readFileSync(join(__dirname, '../../docs/compliance.md'), 'utf8');

test('each kind of fact it names is one that is written', () => {
  const known = new Set(WIRE_NAMES);
  const named = [...page.matchAll(/keyledger\.[a-z-]+\.v\d/g)].map(([name]) => name);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('each control asked for has a line of its own', () => {
  for (const control of [
    'SOX 404',
    'PCI DSS 8',
    'PCI DSS 10',
    'A.5.15',
    'A.5.16',
    'A.5.17',
    'A.5.18',
    'A.8.15',
    'CC6',
  ]) {
    expect(page).toMatch(new RegExp(`^\\| [^|]*${control.replaceAll('.', '\\.')}[^|]*\\|[^|]+\\|[^|]+\\|$`, 'm'));
  }
});

test('each path it names is that of a controller', () => {
  const controllers = sourceFiles('src/http').map(({ text }) => /@Controller\('([^']*)'\)/.exec(text)?.[1] ?? '');
  const roots = new Set(controllers.map((path) => path.split('/')[0]));
  const named = [...page.matchAll(/`GET \/([a-z-]+)/g)].map(([, root]) => root);
  expect(named.filter((root) => !roots.has(root))).toEqual([]);
});
