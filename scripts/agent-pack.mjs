import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './ensure-installed.mjs';
import { requireNode } from './require-node.mjs';
import { root } from './root.mjs';
import { say } from './say.mjs';

requireNode();
ensureInstalled();
const { buildSync } = await import('esbuild');
const { bundle } = await import('./agent-bundle.mjs');

const outfile = join(root, 'dist', 'agent', 'keyledger-agent.cjs');
buildSync({ ...bundle, entryPoints: [join(root, 'agent', 'main.ts')], outfile });
chmodSync(outfile, 0o755);
copyFileSync(join(root, 'agent', 'keyledger-agent.service'), join(root, 'dist', 'agent', 'keyledger-agent.service'));
say(`packed into ${outfile}; it needs nothing but Node 20.19 or newer.`);
