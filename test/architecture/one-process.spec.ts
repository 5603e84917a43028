import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'keyledger-one-process-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Jest, as it runs all specs, on the cases in `test/fixtures/one-process`. */
const run = (env: Readonly<Record<string, string>> = {}): Report => {
  const everyday = require('../../jest.config.cjs') as object;
  const config = { ...everyday, testMatch: ['<rootDir>/test/fixtures/one-process/*.case.ts'], id: 'one-process' };
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const report = join(folder, 'report.json');
  const flags = ['--runInBand', '--json', '--outputFile', report, '--config', JSON.stringify(config)];
  spawnSync(process.execPath, [jest, ...flags], { cwd: root, env: { ...process.env, ...env }, stdio: 'ignore' });
  return JSON.parse(readFileSync(report, 'utf8')) as Report;
};

const byFile = ({ testResults }: Report) =>
  new Map(testResults.map(({ name, ...result }) => [basename(name, '.case.ts'), result]));

const titles = (report: Report, files: readonly string[]): readonly string[] =>
  files
    .flatMap(
      (file) =>
        byFile(report)
          .get(file)
          ?.assertionResults.map(({ title }) => title) ?? [],
    )
    .toSorted();

describe('spec files that one worker runs', () => {
  let report: Report;
  beforeAll(() => {
    report = run();
  });

  test('share what is loaded of the product, and find the process as the first of them did', () => {
    const results = byFile(report);
    expect(results.get('one')).toMatchObject({ status: 'passed' });
    expect(results.get('another')).toMatchObject({ status: 'passed' });
    expect(titles(report, ['one', 'another'])).toEqual(['is file 1 of its process', 'is file 2 of its process']);
  });

  test('are alone where they change modules', () => {
    expect(byFile(report).get('mocks')).toMatchObject({ status: 'passed' });
  });

  test('fail by their own name, and fail the run', () => {
    expect(report.success).toBe(false);
    const failed = report.testResults.filter(({ status }) => status === 'failed').map(({ name }) => basename(name));
    expect(failed.toSorted()).toEqual(['does-not-load.case.ts', 'fails.case.ts']);
    expect(byFile(report).get('does-not-load')?.message).toContain('This file can not be loaded.');
  });
});

test('each is alone where that is asked for', () => {
  const report = run({ KEYLEDGER_TEST_ALONE: '1' });
  expect(titles(report, ['one', 'another'])).toEqual(['is file 1 of its process', 'is file 1 of its process']);
});
