import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');

/** By name: what it asks, on one line. */
const rules = new Map(
  [...read('deploy/prometheus/alerts.yml').matchAll(/^ +- alert: (\w+)\n +expr: +(.+(?:\n {10,}.+)*)\n/gm)].map(
    ([, name = '', expr = '']) => [
      name,
      expr
        .replace(/^[|>]-?\s+/, '')
        .replace(/^['"]|['"]$/g, '')
        .replaceAll(/\s+/g, ' ')
        .replaceAll("''", "'"),
    ],
  ),
);

const section = read('docs/operations.md').split('## Metrics and alerts')[1]?.split('\n## ')[0] ?? '';
const told = new Map(
  [...section.matchAll(/^\| `(Keyledger\w+)` .*?\| `(keyledger.+|up.+|rate.+|increase.+|histogram.+)`/gm)].map(
    ([, name = '', expr = '']) => [name, expr.replaceAll('\\|', '|')],
  ),
);

test('each line of the page on alerts is a rule, and each rule a line of it', () => {
  expect(rules.size).toBeGreaterThan(20);
  expect(Object.fromEntries(rules)).toEqual(Object.fromEntries(told));
});

test('each rule has a test of its own', () => {
  const tested = [...read('deploy/prometheus/alerts.test.yml').matchAll(/^ {2}- name: (\w+)$/gm)].map(
    ([, name]) => name,
  );
  expect(tested).toEqual([...rules.keys()]);
});
