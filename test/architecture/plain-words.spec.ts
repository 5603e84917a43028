import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const ROOMS = ['src', 'projections', 'cli', 'agent', 'wire', 'verifier', 'test'];

/** A caller, a user or an agent is nobody's "he": say which of them, or "they". */
const WORDS = /\b(he|him|his|himself)\b/i;
/** A line of a comment, or a comment after code. */
const COMMENT = /^\s*(?:\/\*|\*|\/\/)(?<whole>.*)$|\s\/\/\s(?<trailing>[^'"`]*)$/;
/** What a test or a group of tests is called, also behind a table. */
const TITLE = /(?:\b(?:test|it|describe)(?:\.\w+)*|\])\)?\(\s*(?<quote>['"`])(?<title>.*?)\k<quote>,/;

const filesIn = (room: string): readonly string[] =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(room, name));

/** What of a line is told to whoever reads the code. */
const toldIn = (line: string): string => {
  const comment = COMMENT.exec(line)?.groups;
  return [comment?.['whole'], comment?.['trailing'], TITLE.exec(line)?.groups?.['title']].join(' ');
};

const wrongIn = (text: string): readonly string[] => text.split('\n').filter((line) => WORDS.test(toldIn(line)));

test.each([
  '/** What he may do. */',
  ' * of him, and',
  '  // His, until then.',
  'const a = 1; // as he said',
  "test('nobody gives to himself', async () => {",
  "])('asks what he can: %s', () => {",
])('it would find %s', (line) => {
  expect(wrongIn(line)).toEqual([line]);
});

test.each(["refuse('PERMISSION_DENIED', 'Nobody decides on his own request.')", '/** The history of this. */'])(
  'it passes over %s',
  (line) => {
    expect(wrongIn(line)).toEqual([]);
  },
);

test('comments and names of tests say who is meant', () => {
  const files = ROOMS.flatMap(filesIn).filter((path) => path !== join('test', 'architecture', 'plain-words.spec.ts'));
  expect(files.length).toBeGreaterThan(1000);
  const wrong = files.flatMap((path) =>
    wrongIn(readFileSync(join(ROOT, path), 'utf8')).map((line) => `${path}: ${line.trim()}`),
  );
  expect(wrong).toEqual([]);
});
