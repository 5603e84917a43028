import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

// dependency-cruiser ends with an error when it is given a folder that isn't there.
const rooms = ['src', 'projections', 'wire', 'agent', 'cli', 'bench', 'verifier', 'test'].filter((room) =>
  existsSync(join(root, room)),
);
const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const { status } = spawnSync(process.execPath, [program, ...rooms, '--config', '.dependency-cruiser.cjs'], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
