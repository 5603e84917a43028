import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ROOT = join(__dirname, '../..');
const TREES = ['src', 'agent', 'cli', 'projections', 'verifier', 'wire'];
const FEWEST_LINES = 10;

/** Under ten lines, for a reason of their own. */
const JUDGED: Readonly<Record<string, string>> = {
  'agent/connectors.ts': 'the list that a new connector is added to, and that a test compares with the server',
  'projections/deadlines/same-ids.ts': 'two parts of one projector stand side by side, and neither serves the other',
  'src/commands/identities/same-value.ts': 'two refusals of two commands that stand side by side',
  'src/http/platform/validation/nothing.ts':
    'a class without members, by which the pipe and the endpoints know that nothing may come',
};

const filesIn = (tree: string): readonly string[] =>
  readdirSync(join(ROOT, tree), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(tree, name));

const files = new Map(TREES.flatMap(filesIn).map((path) => [path, readFileSync(join(ROOT, path), 'utf8')] as const));

const importersOf = (path: string): readonly string[] =>
  [...files].flatMap(([from, text]) => {
    const named = [...text.matchAll(/\bfrom '(\.[^']+)'/g)].map(
      ([, to]) => `${normalize(join(dirname(from), to ?? ''))}.ts`,
    );
    return named.includes(path) ? [from] : [];
  });

/** What the import rules tell apart: a program, a role, and of what is cut by noun the noun. */
const roomOf = (path: string): string =>
  (/^src\/(?:domain|http)\/[^/]+\//.exec(path) ??
    /^(?:src|agent|projections)\/[^/]+\//.exec(path) ??
    /^[^/]+/.exec(path))?.[0] ?? path;

const isPort = (path: string, text: string): boolean =>
  path.startsWith('src/kernel/') && /^export abstract class /m.test(text);

/** Put into one of those that import it, the others would lean on what is not theirs. */
const isShared = (importers: readonly string[]): boolean =>
  importers.length > 2 || new Set(importers.map(roomOf)).size > 1;

const hasToStay = (path: string, text: string): boolean =>
  isPort(path, text) || path.endsWith('/main.ts') || path.endsWith('.dtos.ts') || isShared(importersOf(path));

test('a file under ten lines that serves one neighbour stands in it', () => {
  const small = [...files].filter(([, text]) => text.split('\n').length - 1 < FEWEST_LINES);
  const alone = small.filter(([path, text]) => !hasToStay(path, text)).map(([path]) => path);
  expect(alone.toSorted()).toEqual(Object.keys(JUDGED).toSorted());
});
