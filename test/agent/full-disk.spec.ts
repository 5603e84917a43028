import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Journal } from '../../agent/state/journal';

const ROOT = resolve(__dirname, '../..');
const LIMIT_KIB = 8;
const TOO_LONG = 20_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-full-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * Runs a program where no file may grow beyond 8 KiB: as on a full disk the system writes what fits, says how much that was,
 * and fails the next write only. The program says what it was told. `given` is its `process.argv[1]`.
 */
const onFullDisk = (program: string, given: string): string => {
  const node = [process.execPath, '-r', join(ROOT, 'test/support/run-typescript.cjs'), '-e', program, given];
  const args = ['-c', `ulimit -f ${LIMIT_KIB}; exec "$@"`, 'bash', ...node];
  return execFileSync('bash', args, { cwd: ROOT, encoding: 'utf8' });
};

const trying = (what: string): string => `try { ${what}; said = 'done'; } catch ({ code }) { said = code; }`;

test('a line that does not fit is told, undone, and not in the way of the next', () => {
  const path = join(folder, 'journal.jsonl');
  const result = `{ type: 'set', leaseId: 'l', version: 1, outcome: 'confirmed', detail: 'x'.repeat(${TOO_LONG}) }`;
  const said = onFullDisk(
    `const { Journal } = require('./agent/state/journal');
    const journal = new Journal(process.argv[1]);
    let said;
    journal.write({ entry: 'begun', jobId: 'j1', target: 't', version: 1 });
    ${trying(`journal.write({ entry: 'found', jobId: 'j2', result: ${result} })`)}
    journal.write({ entry: 'told', jobId: 'j3' });
    process.stdout.write(JSON.stringify([said, journal.state.result('j2') ?? 'nothing']));`,
    path,
  );
  expect(JSON.parse(said)).toEqual(['EFBIG', 'nothing']);
  expect(readFileSync(path, 'utf8')).toBe(
    '{"entry":"begun","jobId":"j1","target":"t","version":1}\n{"entry":"told","jobId":"j3"}\n',
  );
  new Journal(path).close();
});

test('a file that does not fit never takes the place of the one before, and leaves no part of itself', () => {
  const path = join(folder, 'agent.json');
  writeFileSync(path, 'as it was');
  const said = onFullDisk(
    `const { writeDurably } = require('./agent/state/write-durably');
    let said;
    ${trying(`writeDurably(process.argv[1], 'x'.repeat(${TOO_LONG}))`)}
    process.stdout.write(said);`,
    path,
  );
  expect(said).toBe('EFBIG');
  expect(readFileSync(path, 'utf8')).toBe('as it was');
  expect(readdirSync(folder)).toEqual(['agent.json']);
});

test('a file of keys that does not fit stays as it is', () => {
  mkdirSync(join(folder, '.ssh'));
  const path = join(folder, '.ssh', 'authorized_keys');
  const foreign = `# ${'a line of somebody else '.repeat(330)}\n`;
  writeFileSync(path, foreign);
  const said = onFullDisk(
    `const { editKeyFile } = require('./agent/target/edit-key-file');
    const { readKeyLine } = require('./agent/target/key-line');
    const task = { home: process.argv[1], path: ['.ssh', 'authorized_keys'], add: 'ssh-rsa ' + 'A'.repeat(2000) };
    let said;
    ${trying(`editKeyFile(require('node:fs'), readKeyLine, process.getuid(), 'random', task)`)}
    process.stdout.write(said);`,
    folder,
  );
  expect(said).toBe('EFBIG');
  expect(readFileSync(path, 'utf8')).toBe(foreign);
  expect(readdirSync(join(folder, '.ssh'))).toEqual(['authorized_keys']);
});
