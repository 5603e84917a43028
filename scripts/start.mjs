import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { requireNode } from './require-node.mjs';
import { root } from './root.mjs';
import { stop } from './say.mjs';

requireNode();
ensureInstalled();
ensureBuilt();

const [name = 'src/main', ...rest] = process.argv.slice(2);
const program = join(root, 'dist', `${name}.js`);
if (!existsSync(program)) stop(`there is no ${name}.ts in this release.`);

// In this very process: signals and exit code are the program's own, with nothing in between to lose them.
process.argv = [process.argv[0], program, ...rest];
await import(pathToFileURL(program).href);
