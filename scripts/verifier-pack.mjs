import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { say } from './say.mjs';

/** The verifier as one file that needs nothing but Node. Where the packer is not installed there is none. */
const packer = await import('esbuild').catch(() => undefined);
if (packer === undefined) {
  say('the verifier of evidence is not packed: esbuild is not installed; bundles come without it.');
} else {
  const { bundle } = await import('./agent-bundle.mjs');
  const outfile = join(root, 'dist', 'verifier', 'verify.cjs');
  packer.buildSync({ ...bundle, entryPoints: [join(root, 'verifier', 'main.ts')], outfile });
  chmodSync(outfile, 0o755);
}
