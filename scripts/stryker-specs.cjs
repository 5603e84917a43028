const { readdirSync, readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join, relative } = require('node:path');
const { transformSync } = require('@swc/core');
const { transform, testTimeout } = require('../jest.config.cjs');

const ofJest = createRequire(require.resolve('jest/package.json'));
const { bind } = ofJest('jest-each');
const { ModuleMocker } = ofJest('jest-mock');
const { expect } = ofJest('expect');
const { ModernFakeTimers } = createRequire(ofJest.resolve('@jest/core'))('@jest/fake-timers');

const [, options] = transform['^.+\\.ts$'];
/** The copy of the project that Stryker has put mutants into. */
const root = process.cwd();
const demand = createRequire(join(root, 'package.json'));

/** As Jest has them: specs set the clock of this one process, and set it right again. */
const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });
const withTimers = (jest) =>
  Object.assign(jest, {
    useFakeTimers: (settings) => (timers.useFakeTimers(settings), jest),
    useRealTimers: () => (timers.useRealTimers(), jest),
    advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
  });
/** However a spec sets the clock. */
const { setTimeout: later, clearTimeout: never } = globalThis;

/** Compiled once a worker, however often a module is loaded anew. */
const compiled = new Map();
require.extensions['.ts'] = (module, path) => {
  if (!compiled.has(path)) {
    compiled.set(
      path,
      transformSync(readFileSync(path, 'utf8'), { ...options, filename: path, sourceMaps: false }).code,
    );
  }
  module._compile(compiled.get(path), path);
};

const isOurs = (path) => path.startsWith(root) && !path.includes('/node_modules/') && path.endsWith('.ts');

/** Modules may remember what a mutant made of them: each mutant has its own. */
const forgetModules = () => {
  for (const path of Object.keys(require.cache)) {
    if (isOurs(path)) delete require.cache[path];
  }
};

const GATHERED = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];

/** The specs of a file as they stand in it, with what is done around them. */
const gather = (path) => {
  const tests = [];
  const around = [];
  let scope = [];
  const named = new Map();
  const add = (title, run) => {
    const name = [relative(root, path), ...scope.map(({ name: part }) => part), title].join(' › ');
    const count = (named.get(name) ?? 0) + 1;
    named.set(name, count);
    tests.push({ id: count === 1 ? name : `${name} (${count})`, run, scope });
  };
  const test = Object.assign(add, { each: (...table) => bind(add, false)(...table) });
  const describe = (name, body) => {
    const outer = scope;
    scope = [...outer, { name }];
    body();
    scope = outer;
  };
  Object.assign(globalThis, { test, it: test, expect, jest: withTimers(new ModuleMocker(globalThis)) });
  globalThis.describe = Object.assign(describe, { each: (...table) => bind(describe, false)(...table) });
  for (const kind of GATHERED) {
    globalThis[kind] = (run) => around.push({ kind, run, within: scope.at(-1) });
  }
  demand(path);
  return { path, tests, around };
};

const within = async (ms, work) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = later(() => reject(new Error(`not done within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([Promise.resolve().then(work), late]);
  } finally {
    never(timer);
  }
};

/** Runs those tests of a file that are wanted, in their order; `told` hears of each: its id, its time and its error, if any. */
const runSpec = async ({ tests, around }, { isWanted, starts, told }) => {
  const wanted = tests.filter(({ id }) => isWanted(id));
  const hooks = (kind, scope) =>
    around.filter((hook) => hook.kind === kind && (hook.within === undefined || scope.includes(hook.within)));
  const all = (kind) => around.filter((hook) => hook.kind === kind);
  const during = async (list) => {
    for (const { run } of list) await within(testTimeout, run);
  };
  if (wanted.length === 0) return;
  let trouble;
  try {
    await during(all('beforeAll'));
  } catch (error) {
    trouble = error;
  }
  for (const { id, run, scope } of wanted) {
    const began = performance.now();
    let error = trouble;
    starts(id);
    try {
      if (error === undefined) {
        await during(hooks('beforeEach', scope));
        await within(testTimeout, run);
      }
    } catch (thrown) {
      error = thrown;
    }
    try {
      await during(hooks('afterEach', scope));
    } catch (thrown) {
      error ??= thrown;
    }
    starts(undefined);
    if (told({ id, ms: performance.now() - began, error }) === 'enough') break;
  }
  await during(all('afterAll')).catch(() => undefined);
};

/** Of a folder, or the one that is named. */
const specsUnder = (where) =>
  where.endsWith('.spec.ts')
    ? [join(root, where)]
    : readdirSync(join(root, where), { recursive: true })
        .filter((path) => path.endsWith('.spec.ts'))
        .map((path) => join(root, where, path));

module.exports = { forgetModules, gather, runSpec, specsUnder };
