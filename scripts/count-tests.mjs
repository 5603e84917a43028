import { readFileSync } from 'node:fs';

// jest's JSON reports in, one line out that any runner of this gate can read; no test run is a failure.
const reports = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')));
const sum = (count) => reports.reduce((total, report) => total + count(report), 0);

const passed = sum(({ numPassedTests }) => numPassedTests);
// A suite that could not be loaded has no failed test, but has failed.
const failed = sum(({ numFailedTests, numFailedTestSuites }) => Math.max(numFailedTests, numFailedTestSuites));
const skipped = sum(({ numPendingTests }) => numPendingTests);
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(reports.every(({ success }) => success) && passed > 0 && failed === 0 ? 0 : 1);
