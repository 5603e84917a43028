import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestText } from '../../../src/adapters/backup/manifest';
import { manifestAuthentication } from '../../../src/adapters/backup/prove-copy';
import { decodeRootKey } from '../../../src/config/root-key-encoding';
import { jsonLines, keyledger, reaching, type Environment, type Ran } from './command-line';
import type { RunningApplication } from './running-application';
import { firstAuthenticationSecrets } from '../../../src/adapters/sealing/authentication-secrets';

/** A backup of an application that goes on, made by the command line, and folders to restore it into. */
export class MadeBackup {
  private folders = 0;

  private constructor(
    private readonly root: string,
    readonly folder: string,
    readonly key: Environment,
  ) {}

  static async of(application: RunningApplication): Promise<MadeBackup> {
    const env = { ...(await reaching(application)), KEYLEDGER_DATA_DIR: application.dataDir };
    const { folder } = jsonLines((await keyledger(['backup', '--json'], env)).stdout)[0];
    const key = { KEYLEDGER_ROOT_KEY_FILE: join(application.dataDir, 'root.key') };
    return new MadeBackup(mkdtempSync(join(tmpdir(), 'keyledger-restore-')), folder, key);
  }

  /** One that is not there yet. */
  newFolder(): string {
    return join(this.root, `folder${(this.folders += 1)}`);
  }

  restore(from: string, into: string, env: Environment = this.key, ...options: string[]): Promise<Ran> {
    return keyledger(['restore', from, ...options], { KEYLEDGER_DATA_DIR: into, ...env });
  }

  /** The backup, after somebody has been at it; with a manifest that fits and proves itself, unless it is to be found out. */
  doctored(name: string, change: (path: string) => void, covered: boolean | 'without the key' = true): string {
    const copy = this.newFolder();
    cpSync(this.folder, copy, { recursive: true });
    change(join(copy, name));
    if (covered !== false) {
      const path = join(copy, 'manifest.json');
      const manifest = JSON.parse(readFileSync(path, 'utf8'));
      for (const file of manifest.files) {
        file.sha256 = createHash('sha256')
          .update(readFileSync(join(copy, file.name)))
          .digest('hex');
      }
      const key = decodeRootKey('the key', readFileSync(this.key['KEYLEDGER_ROOT_KEY_FILE'] ?? '', 'utf8').trim());
      const mac = manifestAuthentication(firstAuthenticationSecrets(key)).codeOf(manifestText(manifest));
      writeFileSync(path, JSON.stringify(covered === true ? { ...manifest, mac } : manifest));
    }
    return copy;
  }

  end(): void {
    rmSync(this.root, { recursive: true });
  }
}
