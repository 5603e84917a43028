import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventStore } from '../../kernel/event-store';
import type { Backup, Backups } from '../../kernel/operations';
import { StoreUnavailable } from '../../kernel/store-errors';
import { copyDatabase } from '../sqlite/copy-database';
import { COPIED, describeFile, MANIFEST, type Manifest } from './manifest';

/** Facts after which material copied later no longer fits events copied earlier: a secret or a value is gone. */
const UNSETTLING = [
  'keyledger.organization-secret-set.v1',
  'keyledger.organization-resealed.v1',
  'keyledger.identity-destroyed.v1',
];
const TRIES = 5;

const synced = async (path: string, content?: string): Promise<void> => {
  const file = await open(path, content === undefined ? 'r' : 'wx', 0o600);
  if (content !== undefined) {
    await file.writeFile(content);
  }
  await file.sync();
  await file.close();
};

const backupOf = ({ id, madeAt, position, files }: Manifest): Backup => ({
  id,
  madeAt,
  position,
  bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
});

/**
 * Copies of the embedded files under `<data dir>/backups`, without the root key. Events first, then material: a value is
 * stored before the fact that points to it, so whatever the copied events point to is in the copied material; values of
 * later facts are in it too, and nobody's.
 */
export class EmbeddedBackups implements Backups {
  private readonly folder: string;

  constructor(
    private readonly dataDir: string,
    private readonly store: EventStore,
  ) {
    this.folder = join(dataDir, 'backups');
  }

  async make(id: string, now: string): Promise<Backup> {
    const target = join(this.folder, id);
    if (existsSync(join(target, MANIFEST))) {
      return backupOf(this.read(target));
    }
    const draft = `${target}.making`;
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    for (let tries = 1; tries <= TRIES; tries++) {
      rmSync(draft, { recursive: true, force: true });
      mkdirSync(draft, { mode: 0o700 });
      const position = await this.store.head();
      for (const name of COPIED) {
        await copyDatabase(join(this.dataDir, name), join(draft, name));
      }
      const unsettled = await this.store.readAll({ from: position, types: UNSETTLING, limit: 1 });
      if (unsettled.length === 0) {
        return this.finish(draft, target, { id, madeAt: now, position });
      }
    }
    rmSync(draft, { recursive: true, force: true });
    throw new StoreUnavailable('values kept being re-sealed or destroyed while they were copied; try again');
  }

  async list(): Promise<readonly Backup[]> {
    if (!existsSync(this.folder)) {
      return [];
    }
    return readdirSync(this.folder)
      .filter((name) => existsSync(join(this.folder, name, MANIFEST)) && !name.endsWith('.making'))
      .map((name) => backupOf(this.read(join(this.folder, name))))
      .toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
  }

  private async finish(
    draft: string,
    target: string,
    made: { id: string; madeAt: string; position: string },
  ): Promise<Backup> {
    const files = await Promise.all(COPIED.map((name) => describeFile(draft, name)));
    await Promise.all(COPIED.map((name) => synced(join(draft, name))));
    const manifest: Manifest = { ...made, logId: await this.store.logId(), files };
    await synced(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    renameSync(draft, target);
    await synced(this.folder);
    return backupOf(manifest);
  }

  private read(folder: string): Manifest {
    return JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest;
  }
}
