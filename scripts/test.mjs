import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { isInstalled, start } from './mongo-server.mjs';
import { requireNode } from './require-node.mjs';
import { root } from './root.mjs';

requireNode();
ensureInstalled();
// Some tests start the server and the command line as users do, as programs of their own.
ensureBuilt();

const server = process.env.MONGODB_URL || !isInstalled() ? undefined : await start();
const env = server === undefined ? process.env : { ...process.env, MONGODB_URL: server.url };

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(process.execPath, [jest, ...process.argv.slice(2)], {
  cwd: root,
  env,
  stdio: 'inherit',
});
server?.end();
process.exit(status ?? 1);
