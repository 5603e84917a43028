import { readFileSync } from 'node:fs';

// jest's JSON report in, one line out that any runner of this gate can read; no test run is a failure.
const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { numPassedTests: passed, numFailedTests, numFailedTestSuites, numPendingTests: skipped } = report;
// A suite that could not be loaded has no failed test, but has failed.
const failed = Math.max(numFailedTests, numFailedTestSuites);
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(report.success && passed > 0 && failed === 0 ? 0 : 1);
