const { createRequire } = require('node:module');
const path = require('node:path');

// The one that jest itself runs with.
const { default: Runtime } = createRequire(require.resolve('jest/package.json'))('jest-runtime');

const PACKAGES = `${path.sep}node_modules${path.sep}`;
const CIRCUS = `${path.sep}jest-circus${path.sep}`;

/** Product and packages. What belongs to tests may count, collect or read the environment as it is loaded. */
const servesAll = (root) => {
  const tests = path.join(root, 'test', path.sep);
  return (file) => file.includes(PACKAGES) || !(file.startsWith(tests) || file.endsWith('.spec.ts'));
};

const forget = (modules, isWanted) => {
  for (const file of modules.keys()) if (!isWanted(file)) modules.delete(file);
};

/** By environment: the runtime that has loaded modules in it. */
const runtimes = new WeakMap();

/**
 * Jest's runtime, one for an environment that is kept: what a spec file loads of product and packages, some 2,500 modules
 * for an application, is there for the next one. Spec files, what supports them, mocks and jest's own state are forgotten
 * after each file.
 */
class KeptRuntime extends Runtime {
  constructor(...args) {
    const [{ rootDir }, environment, , , , , testPath] = args;
    const kept = runtimes.get(environment);
    if (kept !== undefined) return kept.beginning(testPath);
    super(...args);
    if (environment.isKept) runtimes.set(environment, this);
    this.isKept = environment.isKept;
    this.servesAll = servesAll(rootDir);
  }

  beginning(testPath) {
    this._testPath = testPath;
    this.executor.testPath = testPath;
    this.testState.state = 'loading';
    return this;
  }

  teardown() {
    if (!this.isKept) return super.teardown();
    this.restoreAllMocks();
    forget(this.registries.moduleRegistry, this.servesAll);
    forget(this.registries.internalModuleRegistry, (file) => !file.includes(CIRCUS));
    this.testMainModule.reset();
    this.fileCache.clear();
    this.transformCache.clear();
    this.jestGlobals.clearJestObjectCache();
    this.loggedReferenceErrors.clear();
  }
}

module.exports = KeptRuntime;
