import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Many a container has 64 MB of shared memory: no place for the stores of hundreds of tests. */
const ENOUGH_BYTES = 4 * 1024 ** 3;

const runsPrograms = (folder) => {
  const probe = join(folder, 'probe');
  writeFileSync(probe, '#!/bin/sh\n', { mode: 0o700 });
  return spawnSync(probe).status === 0;
};

/**
 * A folder in memory for what tests write, where there is one: the stores sync every commit, which takes a disk
 * milliseconds each time. What a killed process leaves behind is the same there. Undefined: as anywhere, in the folder for
 * temporary files.
 */
export const quickFolder = () => {
  let path;
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize < ENOUGH_BYTES) return undefined;
    path = mkdtempSync('/dev/shm/keyledger-tests-');
  } catch {
    return undefined;
  }
  const remove = () => rmSync(path, { recursive: true, force: true });
  // Mounted so that nothing in it can be run: some tests write programs.
  if (!runsPrograms(path)) {
    remove();
    return undefined;
  }
  // As open as /tmp: some tests run servers as other users.
  chmodSync(path, 0o1777);
  return { path, remove };
};
