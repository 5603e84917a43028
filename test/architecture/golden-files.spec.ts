import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenFacts } from '../support/catalogue/golden-facts';

/*
 * A golden file shows what stands in logs that nobody can write anew, so that it is never edited: a new field is optional or
 * upcast (src/kernel/facts/upcast.ts), and shown by a further sample beside the older ones. The digests say what each file
 * was when it came, wherever the tests run; that no digest was ever replaced is told by the history of their list.
 */
const ROOT = join(__dirname, '../..');
const FOLDER = 'test/golden/events';
const LIST = `${FOLDER}.sha256`;

const digests = (): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(join(ROOT, LIST), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [sha256 = '', file = ''] = line.split('  events/');
        return [file, sha256] as const;
      }),
  );

const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' });

test('no golden file was ever edited or taken away', () => {
  const facts = goldenFacts();
  if (process.env['KEYLEDGER_WRITE_CATALOGUE'] === '1') {
    const known = digests();
    const all = facts.map(({ file, sha256 }) => `${known.get(file) ?? sha256}  events/${file}`);
    const gone = [...known].filter(([file]) => !facts.some((fact) => fact.file === file));
    const lines = [...all, ...gone.map(([file, sha256]) => `${sha256}  events/${file}`)];
    writeFileSync(join(ROOT, LIST), `${lines.join('\n')}\n`);
  }
  expect(Object.fromEntries(facts.map(({ file, sha256 }) => [file, sha256]))).toEqual(Object.fromEntries(digests()));
});

test('each golden file bears the name of its fact, and the shapes of one are numbered without gaps', () => {
  const last = new Map<string, number>();
  for (const { file, shape, fact } of goldenFacts()) {
    expect(file).toBe(shape === 1 ? `${fact.type}.json` : `${fact.type}.${shape}.json`);
    expect(shape).toBe((last.get(fact.type) ?? 0) + 1);
    last.set(fact.type, shape);
  }
});

/** What each golden file was when it came, by git's name for its content: in whichever commit, on whichever branch. */
const firstContents = (): ReadonlyMap<string, string> => {
  const how = ['--full-history', '-m', '--topo-order', '--reverse', '--raw', '--no-abbrev', '--no-renames'];
  const came = git('log', ...how, '--format=', '--diff-filter=A', '--', FOLDER)
    .split('\n')
    .filter((line) => line.startsWith(':'))
    .map((line) => {
      const [told = '', path = ''] = line.split('\t');
      return [path, told.split(' ')[3] ?? ''] as const;
    });
  // The first of several counts: a file that was taken away and put back is what it was.
  return new Map(came.toReversed());
};

/*
 * Not every copy of the tree has its history: without one the digests alone decide. A shallow one tells what the files were
 * in its oldest commit.
 */
const hasHistory = existsSync(join(ROOT, '.git'));

test('each golden file is what it was in the first commit that has it', () => {
  const first = hasHistory ? firstContents() : new Map<string, string>();
  const paths = goldenFacts()
    .map(({ file }) => `${FOLDER}/${file}`)
    .filter((path) => first.has(path));
  const now =
    paths.length === 0
      ? []
      : git('hash-object', '--no-filters', ...paths)
          .trim()
          .split('\n');
  expect(paths.filter((path, at) => first.get(path) !== now[at])).toEqual([]);
  expect([...first.keys()].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('a line of the list of digests only ever came', () => {
  const changes = hasHistory
    ? [
        git('log', '--first-parent', '-m', '-p', '--unified=0', '--format=', '--', LIST),
        git('diff', 'HEAD', '--unified=0', '--', LIST),
      ]
    : [];
  const replaced = changes
    .flatMap((text) => text.split('\n'))
    .filter((line) => /^-[0-9a-f]{64} {2}/.test(line))
    .map((line) => line.slice(1));
  const lines = new Set(readFileSync(join(ROOT, LIST), 'utf8').split('\n'));
  expect(replaced.filter((line) => !lines.has(line))).toEqual([]);
});
