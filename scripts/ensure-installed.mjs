import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { say, stop } from './say.mjs';

const read = (path) => {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return undefined;
  }
};

const sameNeeds = (manifest, lock) =>
  ['dependencies', 'devDependencies'].every(
    (kind) => JSON.stringify(manifest[kind] ?? {}) === JSON.stringify(lock.packages['']?.[kind] ?? {}),
  );

/** npm writes node_modules/.package-lock.json last, so it tells of finished installs only; nothing has to be remembered. */
const isInstalled = () => {
  const [manifest, lock, present] = ['package.json', 'package-lock.json', 'node_modules/.package-lock.json'].map(read);
  if (!manifest || !lock || !present || !sameNeeds(manifest, lock)) return false;
  return Object.entries(lock.packages).every(
    ([path, entry]) =>
      path === '' || entry.optional || entry.devOptional || present.packages[path]?.version === entry.version,
  );
};

/** Installs what package-lock.json says, unless it is there. `npm install` and not `npm ci`: the latter wants the optional packages of every platform in the lock. */
export const ensureInstalled = () => {
  if (isInstalled()) return;
  say('installing packages (about a minute) …');
  const began = Date.now();
  const npm = process.env.npm_execpath;
  const words = ['install', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error'];
  const [program, args] = npm?.endsWith('.js') ? [process.execPath, [npm, ...words]] : ['npm', words];
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    stop(`npm install failed${error ? ` (${error.message})` : ''}; mend what it says above and start again.`);
  }
  say(`installed in ${Math.round((Date.now() - began) / 1000)} s.`);
};
