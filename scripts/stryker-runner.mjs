import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Random walks take seconds, and say nowhere what is so. */
const SLOW = /\/random-[a-z-]+\.spec\.ts$/;
const FOLDERS = process.env.MUTATION_SPECS?.split(',') ?? ['src/domain', 'src/access', 'src/commands', 'src/policies'];
/** So many spec files at most are tried on a mutant: what all of them let pass counts as what no spec notices. */
const ENOUGH = Number(process.env.MUTATION_SPEC_FILES ?? 12);
/** Of so many mutants one is tried, for an estimate in a fraction of the time; the others count as neither killed nor alive. */
const ONE_IN = Number(process.env.MUTATION_SAMPLE ?? 1);
/** How long each spec took at first: in the copy of the project that all runners of a run share. */
const TOOK = '.stryker-took.json';

/** Where mutated code asks which mutant it is, and tells which mutants a test has reached. */
const said = () => (globalThis.__stryker__ ??= {});

const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Runs the specs beside the code in this one process, without Jest around them: for a mutant those tests alone that reach it,
 * on modules loaded anew, the quick specs first, and none after the first that fails. That takes milliseconds, where a start
 * of Jest takes most of a second.
 */
class Specs {
  async init() {
    await import('reflect-metadata');
    // Not before: it looks at the folder that the process has been put into.
    this.specs = (await import('./stryker-specs.cjs')).default;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    const { gather, runSpec, specsUnder } = this.specs;
    const state = said();
    const tests = [];
    const took = {};
    for (const path of FOLDERS.flatMap(specsUnder).filter((spec) => !SLOW.test(spec))) {
      const told = ({ id, ms, error }) => {
        const test = { id, name: id, fileName: path, timeSpentMs: Math.round(ms) };
        tests.push(
          error === undefined ? { ...test, status: 0 } : { ...test, status: 1, failureMessage: messageOf(error) },
        );
      };
      const starts = (id) => {
        state.currentTestId = id;
      };
      const began = performance.now();
      await runSpec(gather(path), { isWanted: () => true, starts, told });
      took[relative(process.cwd(), path)] = performance.now() - began;
    }
    writeFileSync(TOOK, JSON.stringify(took));
    return { status: 'complete', tests, mutantCoverage: state.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    if (Number(activeMutant.id) % ONE_IN !== 0) return { status: 'error', errorMessage: 'not in the sample' };
    const { forgetModules, gather, runSpec } = this.specs;
    const state = said();
    Object.assign(state, { activeMutant: String(activeMutant.id), hitLimit, hitCount: hitLimit && 0 });
    const wanted = testFilter && new Set(testFilter);
    let nrOfTests = 0;
    let killer;
    const told = ({ id, error }) => {
      nrOfTests += 1;
      if (error !== undefined) killer ??= { id, error };
      return error === undefined ? undefined : 'enough';
    };
    forgetModules();
    for (const path of this.reaching(testFilter)) {
      try {
        const isWanted = (id) => wanted?.has(id) ?? true;
        await runSpec(gather(join(process.cwd(), path)), { isWanted, starts: () => undefined, told });
      } catch (error) {
        killer = { id: testFilter?.[0] ?? path, error };
      }
      if (killer !== undefined) break;
    }
    delete state.activeMutant;
    if (hitLimit !== undefined && state.hitCount > hitLimit) {
      return { status: 'timeout', reason: `reached more than ${hitLimit} times` };
    }
    return killer === undefined
      ? { status: 'survived', nrOfTests }
      : { status: 'killed', killedBy: [killer.id], failureMessage: messageOf(killer.error), nrOfTests };
  }

  /** The spec files of some tests, those first that took least, and no more than enough. */
  reaching(testIds) {
    const took = (this.took ??= JSON.parse(readFileSync(TOOK, 'utf8')));
    const paths = testIds === undefined ? Object.keys(took) : [...new Set(testIds.map((id) => id.split(' › ', 1)[0]))];
    return paths.toSorted((a, b) => took[a] - took[b]).slice(0, ENOUGH);
  }
}

const specs = () => new Specs();
specs.inject = [];

const plugins = [{ kind: 'TestRunner', name: 'specs', factory: specs }];
export { plugins as strykerPlugins };
