import { readFileSync, writeFileSync } from 'node:fs';
import { strykerPlugins } from '@stryker-mutator/jest-runner';

/** In the copy of the project that all runners of a run share. */
const SPECS = '.stryker-specs.json';

/** The quickest alone, as it mostly is enough; then a few; then the rest at once, as starting Jest takes its time too. */
const inParts = (specs) => [specs.slice(0, 1), specs.slice(1, 4), specs.slice(4)].filter((part) => part.length > 0);

/**
 * Stryker's own runner loads every spec that is related to a mutant, to run those tests that reach it. This one loads the
 * spec files of those tests alone, the quick ones first, and no more of them once one has failed.
 */
class CoveringJest {
  constructor(inner) {
    this.inner = inner;
  }

  async init() {
    await this.inner.init();
    this.whole = this.inner.jestConfig;
  }

  capabilities() {
    return this.inner.capabilities();
  }

  async dryRun(options) {
    const result = await this.inner.dryRun(options);
    const files = {};
    const took = {};
    for (const { id, fileName, timeSpentMs } of result.tests ?? []) {
      files[id] = [...new Set([...(files[id] ?? []), fileName])];
      took[fileName] = (took[fileName] ?? 0) + timeSpentMs;
    }
    writeFileSync(SPECS, JSON.stringify({ files, took }));
    return result;
  }

  async mutantRun(options) {
    if (options.testFilter === undefined) {
      return this.inner.mutantRun(options);
    }
    const { files, took } = (this.specs ??= JSON.parse(readFileSync(SPECS, 'utf8')));
    const covering = [...new Set(options.testFilter.flatMap((id) => files[id] ?? []))];
    let nrOfTests = 0;
    let result;
    for (const testMatch of inParts(covering.toSorted((a, b) => took[a] - took[b]))) {
      this.inner.jestConfig = { ...this.whole, testMatch };
      result = await this.inner.mutantRun(options);
      nrOfTests += result.nrOfTests ?? 0;
      if (result.status !== 'survived') {
        return result;
      }
    }
    return { ...result, nrOfTests };
  }
}

const [{ factory }] = strykerPlugins;
const coveringJest = (injector) => new CoveringJest(factory(injector));
coveringJest.inject = ['$injector'];

export { strykerValidationSchema } from '@stryker-mutator/jest-runner';
// By the name of Stryker's own, whose place it takes.
const plugins = [{ kind: 'TestRunner', name: 'jest', factory: coveringJest }];
export { plugins as strykerPlugins };
