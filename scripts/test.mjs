import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { isInstalled, start } from './mongo-server.mjs';
import { quickFolder } from './quick-folder.mjs';
import { requireNode } from './require-node.mjs';
import { root } from './root.mjs';

requireNode();
ensureInstalled();
// Some tests start the server and the command line as users do, as programs of their own.
ensureBuilt();

const folder = quickFolder();
if (folder !== undefined) process.env.TMPDIR = folder.path;
const server = process.env.MONGODB_URL || !isInstalled() ? undefined : await start();
const env = server === undefined ? process.env : { ...process.env, MONGODB_URL: server.url };

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const running = spawn(process.execPath, [jest, ...process.argv.slice(2)], { cwd: root, env, stdio: 'inherit' });
// The run is what is interrupted; this process stays to clear up after it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => running.kill(signal));
const [status] = await once(running, 'exit');
server?.end();
folder?.remove();
process.exit(status ?? 1);
