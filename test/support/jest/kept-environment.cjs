const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

// Those that jest itself runs with.
const { TestEnvironment } = createRequire(require.resolve('jest/package.json'))('jest-environment-node');

/** What jest and jest-circus note on the global object about the spec file that runs: the descriptions of their symbols. */
const NOTES_OF_A_FILE = new Set([
  'EVENT_HANDLERS',
  'JEST_STATE_SYMBOL',
  'LOG_ERRORS_BEFORE_RETRY',
  'RETRY_IMMEDIATELY',
  'RETRY_TIMES',
  'RETRY_TIMES_SETTER',
  'TEST_TIMEOUT_SYMBOL',
  'WAIT_BEFORE_RETRY',
]);

/** Such a file would find modules that others have loaded without its mocks, or leave its mocks to others. */
const CHANGES_MODULES = /\bjest\s*\.\s*(\w*mock|unmock|isolateModules|resetModules|requireMock|automock)/i;

const isAlone = (testPath) =>
  process.env.KEYLEDGER_TEST_ALONE === '1' || CHANGES_MODULES.test(readFileSync(testPath, 'utf8'));

let kept;

/**
 * Jest's environment for Node, one for all spec files that a worker runs, so that the modules loaded in it serve them all
 * (`kept-runtime.cjs`). After each file the process is as it was before: its variables, its clock and timers, what jest
 * noted of the file. A file that changes modules has one of its own, and so has every file when KEYLEDGER_TEST_ALONE=1.
 */
class KeptEnvironment extends TestEnvironment {
  constructor(config, context) {
    const isKept = !isAlone(context.testPath);
    if (isKept && kept !== undefined) return kept;
    super(config, context);
    this.isKept = isKept;
    this.exit = Object.getOwnPropertyDescriptor(this.global.process, 'exit');
    this.variables = { ...this.global.process.env };
    if (isKept) kept = this;
  }

  async teardown() {
    if (!this.isKept) return super.teardown();
    this.fakeTimersModern.useRealTimers();
    const { process } = this.global;
    Object.defineProperty(process, 'exit', this.exit);
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.variables);
    for (const symbol of Object.getOwnPropertySymbols(this.global)) {
      if (NOTES_OF_A_FILE.has(symbol.description)) delete this.global[symbol];
    }
  }
}

module.exports = KeptEnvironment;
