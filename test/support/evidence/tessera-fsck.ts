import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAM = 'github.com/transparency-dev/tessera/cmd/fsck@v1.0.4';
const FOLDER = join(__dirname, '../../../.cache/go-bin');

/** Tessera's checker of tlog-tiles logs: nobody of ours wrote it. Made by Go, once; undefined, with a line, where it can't be. */
export const tesseraFsck = (): string | undefined => {
  const path = process.env['TESSERA_FSCK'] ?? join(FOLDER, 'fsck');
  if (existsSync(path)) return path;
  try {
    mkdirSync(FOLDER, { recursive: true });
    execFileSync('go', ['install', PROGRAM], {
      env: { ...process.env, GOBIN: FOLDER },
      stdio: 'ignore',
      timeout: 120_000,
    });
    return path;
  } catch {
    process.stderr.write(
      `keyledger: SKIPPED: what needs ${PROGRAM}; install Go, or set TESSERA_FSCK to the program.\n`,
    );
    return undefined;
  }
};
