import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';
import { say, stop } from './say.mjs';

/**
 * Tests on other lines of Node: `npm run test:nodes -- 22,26 [jest's options]`. A line's newest release comes from npm, as a package
 * that holds the program, and is kept in `.cache/nodes`. Without options of jest's own that choose a suite, it is what rests on
 * Node itself (jest.nodes.config.cjs); `-c jest.config.cjs` is all of `npm test`. `--outputFile=NAME.json` gets the line's
 * number before its ending.
 */
const SUPPORTED = '22,24,26';
const [first, ...others] = process.argv.slice(2);
const named = /^\d+(,\d+)*$/.test(first ?? '');
const lines = (named ? first : SUPPORTED).split(',');
const options = named || first === undefined ? others : [first, ...others];
const chosen = options.some((option) => option === '-c' || option.startsWith('--config'));

const nodeOf = (line) => {
  const prefix = join(root, '.cache', 'nodes', line);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const program = join(prefix, 'node_modules', name, 'bin', 'node');
  if (existsSync(program)) return program;
  mkdirSync(prefix, { recursive: true });
  const words = ['install', '--prefix', prefix, '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', [...words, `${name}@${line}`], { cwd: prefix, stdio: ['ignore', 2, 2] });
  if (status === 0 && existsSync(program)) return program;
  say(`SKIPPED: Node ${line}, which could not be installed as ${name}@${line}; see above.`);
  return undefined;
};

const run = (line) => {
  const program = nodeOf(line);
  if (program === undefined) return 0;
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim();
  say(`on Node ${version}:`);
  const mine = options.map((option) => option.replace(/^(--outputFile=.*)(\.json)$/, `$1-${line}$2`));
  const suite = chosen ? [] : ['-c', 'jest.nodes.config.cjs'];
  // What a test starts by the name `node` is of the same line.
  const env = { ...process.env, PATH: `${dirname(program)}:${process.env.PATH}` };
  return spawnSync(program, [join(root, 'scripts', 'test.mjs'), ...suite, ...mine], {
    cwd: root,
    env,
    stdio: 'inherit',
  }).status;
};

const failed = lines.filter((line) => run(line) !== 0);
if (failed.length > 0) stop(`the tests failed on Node ${failed.join(', ')}.`);
