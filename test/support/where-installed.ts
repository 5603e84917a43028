import { spawnSync } from 'node:child_process';

/** `describe` where this program is installed; elsewhere what is skipped is told on one line, with the package that brings it. */
export const whereInstalled = (program: string, debianPackage: string): typeof describe => {
  if (spawnSync('sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore' }).status === 0) return describe;
  process.stderr.write(`SKIPPED: no ${program} here (package ${debianPackage}).\n`);
  return describe.skip;
};
