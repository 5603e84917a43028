import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { say, stop } from './say.mjs';

const ROOMS = ['src', 'projections', 'wire', 'agent', 'cli', 'bench', 'verifier'];
const STAMP = join(root, 'dist', '.built-from');

const sources = () =>
  ROOMS.filter((room) => existsSync(join(root, room))).flatMap((room) =>
    readdirSync(join(root, room), { recursive: true })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => join(room, name)),
  );

/** By content: a checkout or a copy changes times, and an edit within one second may not. */
const fingerprint = () => {
  const hash = createHash('sha256');
  for (const path of ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', ...sources().sort()]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
};

/** npm links the commands of packages, not those of the clone itself; `npx --no keyledger` finds this one. */
const linkCommand = () => {
  const program = join(root, 'dist', 'cli', 'main.js');
  const link = join(root, 'node_modules', '.bin', 'keyledger');
  if (!existsSync(program) || existsSync(link)) return;
  rmSync(link, { force: true });
  symlinkSync(join('..', '..', 'dist', 'cli', 'main.js'), link);
};

const build = (wanted) => {
  say('building …');
  const began = Date.now();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) stop('the build failed; mend what the compiler says above and start again.');
  const packed = spawnSync(process.execPath, [join(root, 'scripts', 'verifier-pack.mjs')], { stdio: ['ignore', 2, 2] });
  if (packed.status !== 0) stop('the verifier could not be packed; mend what is said above and start again.');
  const program = join(root, 'dist', 'cli', 'main.js');
  if (existsSync(program)) chmodSync(program, 0o755);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(STAMP, wanted);
  say(`built in ${Math.round((Date.now() - began) / 1000)} s.`);
};

/** Compiles to dist/, unless what lies there was made from these very sources. */
export const ensureBuilt = () => {
  const wanted = fingerprint();
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) build(wanted);
  linkCommand();
};
