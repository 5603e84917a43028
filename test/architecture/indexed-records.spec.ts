import { relative, resolve } from 'node:path';
import ts from 'typescript';
import { indexedRecords } from './indexed-records';

const ROOT = resolve(__dirname, '../..');

const config = () => {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const parsed = ts.getParsedCommandLineOfConfigFile(resolve(ROOT, 'tsconfig.json'), {}, host);
  if (parsed === undefined) throw new Error('tsconfig.json does not read');
  return parsed;
};

/** Where the name is the program's own, never a caller's. */
const OWN_NAMES: ReadonlyMap<string, string> = new Map([
  ['src/adapters/sqlite/statement.ts', 'columns of a statement, while they are enumerated'],
  ['src/http/openapi/schemas.ts', 'titles of schemas, when the server starts'],
  ['src/kernel/without.ts', 'fields of a document, while they are enumerated'],
]);

test('no text of a caller indexes a plain object', () => {
  const { fileNames, options } = config();
  const isOurs = (path: string) =>
    /^(src|projections|wire|agent|cli)\/.*(?<!\.spec)\.ts$/.test(path) && !OWN_NAMES.has(path);
  const ours = fileNames.filter((name) => isOurs(relative(ROOT, name)));
  expect(ours.length).toBeGreaterThan(500);
  const program = ts.createProgram(ours, options);
  const found = program.getSourceFiles().flatMap((file) => {
    const path = relative(ROOT, file.fileName);
    return isOurs(path) ? indexedRecords(program, file).map((place) => `${path}:${place}`) : [];
  });
  expect(found).toEqual([]);
}, 120_000);

test.each([
  ['roles[id]', 1],
  ['roles?.[id]', 1],
  ['(id in roles)', 1],
  ['(({ [id]: role }) => role)(roles)', 1],
  ["roles[id === 'a' ? other : 'b']", 1],
  ['roles[`${id}`]', 1],
  ['(Object.hasOwn(roles, id) ? roles[id] : undefined)', 0],
  ['(Object.hasOwn(roles, id) ? undefined : roles[id])', 1],
  ['(Object.hasOwn(roles, other) ? roles[id] : undefined)', 1],
  ["roles['a']", 0],
  ['list[2]', 0],
  ['list[list.length - 1]', 0],
  ["flags[id === 'on' ? 'on' : 'off']", 0],
  ['(({ [id]: _, ...rest }) => rest)(roles)', 0],
  ['new Map(Object.entries(roles)).get(id)', 0],
])('%s is found: %p times', (expression, times) => {
  const text = `declare const id: string, other: string, roles: Record<string, object>, list: string[],
    flags: { on: 1; off: 0 };
    export const x = ${expression};`;
  const { options } = config();
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === '/sample.ts'
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true)
      : getSourceFile(name, ...rest);
  const program = ts.createProgram(['/sample.ts'], { noLib: true, strict: true }, host);
  const sample = program.getSourceFile('/sample.ts');
  expect(sample && indexedRecords(program, sample)).toHaveLength(times);
});
