import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore } from '../../kernel/event-store';
import type { FactAuthentication } from '../../kernel/facts/fact-authentication';
import type { Backup, Backups } from '../../kernel/operations';
import { StoreDamaged, StoreUnavailable } from '../../kernel/store-errors';
import { copyDatabase } from '../sqlite/copy-database';
import {
  CHECKPOINTS,
  COPIED,
  describeFile,
  MANIFEST,
  MANIFEST_FORMAT,
  manifestText,
  readManifest,
  type Manifest,
} from './manifest';
import { synced } from './synced';

/** Facts after which material copied later no longer fits events copied earlier: a secret or a value is gone. */
const UNSETTLING = [
  'keyledger.organization-secret-set.v1',
  'keyledger.organization-resealed.v1',
  'keyledger.identity-destroyed.v1',
  'keyledger.credential-version-retired.v1',
  'keyledger.credential-version-discarded.v1',
];
const TRIES = 5;

/** Behind the name of a folder that is no backup: not yet, or no more. */
const MAKING = '.making';
const REMOVING = '.removing';
const isPart = (name: string): boolean => name.endsWith(MAKING) || name.endsWith(REMOVING);

const backupOf = ({ id, madeAt, position, files }: Manifest): Backup => ({
  id,
  madeAt,
  position,
  bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
});

/** Undefined for what was damaged, or made by another release: it is nobody's to restore here, and the others count without it. */
const manifestIn = (folder: string): Manifest | undefined => {
  try {
    return readManifest(folder);
  } catch (error) {
    if (error instanceof StoreDamaged) return undefined;
    throw error;
  }
};

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
    /** How far each policy has worked, durably. */
    private readonly policies: () => Readonly<Record<string, string>>,
    /** Proves manifests. */
    private readonly authentication: FactAuthentication,
  ) {
    this.folder = join(dataDir, 'backups');
    this.clearParts();
  }

  async make(id: string, now: string): Promise<Backup> {
    const target = join(this.folder, id);
    if (existsSync(join(target, MANIFEST))) {
      return backupOf(readManifest(target));
    }
    const draft = `${target}${MAKING}`;
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    try {
      return await this.copied(draft, target, { id, now });
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      throw error;
    }
  }

  private async copied(draft: string, target: string, { id, now }: { id: string; now: string }): Promise<Backup> {
    for (let tries = 1; tries <= TRIES; tries++) {
      rmSync(draft, { recursive: true, force: true });
      mkdirSync(draft, { mode: 0o700 });
      const beside = existsSync(join(this.dataDir, CHECKPOINTS)) ? [CHECKPOINTS] : [];
      for (const name of beside) await copyDatabase(join(this.dataDir, name), join(draft, name));
      const position = await this.store.head();
      const policies = this.policies();
      for (const name of COPIED) {
        await copyDatabase(join(this.dataDir, name), join(draft, name));
      }
      const unsettled = await this.store.readAll({ from: position, types: UNSETTLING, limit: 1 });
      if (unsettled.length === 0) {
        const made = { format: MANIFEST_FORMAT, id, madeAt: now, position, policies } as const;
        return this.finish(draft, target, made, [...COPIED, ...beside]);
      }
    }
    throw new StoreUnavailable('values kept being re-sealed or destroyed while they were copied; try again');
  }

  async list(): Promise<readonly Backup[]> {
    if (!existsSync(this.folder)) {
      return [];
    }
    return readdirSync(this.folder)
      .filter((name) => existsSync(join(this.folder, name, MANIFEST)) && !isPart(name))
      .flatMap((name) => manifestIn(join(this.folder, name)) ?? [])
      .map(backupOf)
      .toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
  }

  async remove(id: string): Promise<void> {
    const target = join(this.folder, id);
    if (!existsSync(target)) return;
    // One that is half gone must not pass for a backup, and is found again.
    const part = `${target}${REMOVING}`;
    rmSync(part, { recursive: true, force: true });
    renameSync(target, part);
    await synced(this.folder);
    rmSync(part, { recursive: true, force: true });
    await synced(this.folder);
  }

  /** What a process left that was killed while it made or removed one: sealed values that nobody lists, and that pruning would never reach. */
  private clearParts(): void {
    if (!existsSync(this.folder)) return;
    const parts = readdirSync(this.folder).filter(isPart);
    for (const name of parts) rmSync(join(this.folder, name), { recursive: true, force: true });
  }

  private async finish(
    draft: string,
    target: string,
    made: Omit<Manifest, 'logId' | 'files' | 'mac'>,
    copied: readonly string[],
  ): Promise<Backup> {
    const files = await Promise.all(copied.map((name) => describeFile(draft, name)));
    await Promise.all(copied.map((name) => synced(join(draft, name))));
    const bare: Manifest = { ...made, logId: await this.store.logId(), files };
    const manifest: Manifest = { ...bare, mac: this.authentication.codeOf(manifestText(bare)) };
    await synced(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    renameSync(draft, target);
    await synced(this.folder);
    return backupOf(manifest);
  }
}
