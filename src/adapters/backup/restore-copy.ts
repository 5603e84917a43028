import { chmodSync, constants, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Restored } from '../../kernel/operations';
import type { Position } from '../../kernel/position';
import { StoreDamaged } from '../../kernel/store-errors';
import { EventFile, toPosition } from '../event-store/embedded/event-file';
import { fitToLog } from '../material-store/embedded/fit-to-log';
import { MaterialFile } from '../material-store/embedded/material-file';
import { ownKeyRows } from '../material-store/embedded/own-key-rows';
import { rootBoxRows } from '../material-store/embedded/root-box-rows';
import { openKeys, type OpenedKeys } from '../opened-keys';
import { authenticationSecrets } from '../sealing/authentication-secrets';
import type { RootKeys } from '../sealing/root-keys';
import { RootKeyUnfit } from '../sealing/settle-root-key';
import { DRAFT_FOLDER } from './claim-empty-folder';
import { checkValues } from './check-values';
import { CHECKPOINTS, COPIED, describeFile, readManifest, type Manifest } from './manifest';
import { NotRestored } from './not-restored';
import { proveLog, proveManifest, type ProvenBy } from './prove-copy';
import { synced } from './synced';

export interface RestoreTo extends Omit<ProvenBy, 'secrets'> {
  /** Empty, and claimed by the caller. */
  readonly dataDir: string;
  readonly rootKeys: RootKeys;
}

/** What of a backup is put in its place: evidence last, which serves nobody without the rest. */
const filesOf = ({ files }: Manifest): readonly string[] => [
  ...COPIED,
  ...(files.some(({ name }) => name === CHECKPOINTS) ? [CHECKPOINTS] : []),
];

/** Copies each file and proves that what arrived is what the manifest says. */
const copyChecked = async (folder: string, draft: string, manifest: Manifest): Promise<void> => {
  for (const name of filesOf(manifest)) {
    const told = manifest.files.find((file) => file.name === name);
    if (told === undefined || !existsSync(join(folder, name))) {
      throw new StoreDamaged(`The backup ${folder} lacks ${name}; use another one.`);
    }
    copyFileSync(join(folder, name), join(draft, name), constants.COPYFILE_FICLONE);
    // A copy takes over the mode, and where the backup lay others may have been let in, or nobody be let write.
    chmodSync(join(draft, name), 0o600);
    const { sha256 } = await describeFile(draft, name);
    if (sha256 !== told.sha256) {
      throw new StoreDamaged(
        `${name} of the backup ${folder} is not what was copied (its SHA-256 differs); use another one.`,
      );
    }
  }
};

/** Where the copied log ends. Throws where it is not the one that the manifest names, or ends before that says. */
const headOf = (path: string, manifest: Manifest): Position => {
  const file = new EventFile(path);
  try {
    const head = toPosition(file.lastPosition());
    if (file.logId() !== manifest.logId || head < manifest.position) {
      throw new StoreDamaged('The events of the backup are not those its manifest names; use another one.');
    }
    return head;
  } finally {
    file.close();
  }
};

/** The keys of the copy, which nobody works on. */
const keysOf = async (file: MaterialFile, rootKeys: RootKeys, now: number): Promise<OpenedKeys> => {
  try {
    const boxes = { ownKeys: ownKeyRows(file), rootBoxes: rootBoxRows(file) };
    return await openKeys(boxes, rootKeys, { clock: { now: () => now } });
  } catch (error) {
    if (!(error instanceof RootKeyUnfit)) throw error;
    throw new NotRestored(
      'The root key is not the one this backup is sealed under; give that one with KEYLEDGER_ROOT_KEY or KEYLEDGER_ROOT_KEY_FILE. Nothing was restored.',
    );
  }
};

/** Puts a backup in its place: prepared and checked beside it, then moved, so that what fails leaves the folder empty. */
export const restoreCopy = async (folder: string, { dataDir, rootKeys, ...given }: RestoreTo): Promise<Restored> => {
  const manifest = readManifest(folder);
  const draft = join(dataDir, DRAFT_FOLDER);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  try {
    await copyChecked(folder, draft, manifest);
    const material = new MaterialFile(join(draft, 'material.db'));
    const check = async () => {
      const { sealing, ownKeys } = await keysOf(material, rootKeys, given.now);
      const by = { ...given, secrets: authenticationSecrets(ownKeys) };
      proveManifest(manifest, by);
      const { named, ...counted } = await proveLog(draft, material, by);
      const head = headOf(join(draft, 'events.db'), manifest);
      fitToLog(material, { head, policies: manifest.policies });
      return { head, ...counted, ...(await checkValues(material, named, { sealing, now: by.now })) };
    };
    const { head, ...checked } = await check().finally(() => material.close());
    for (const name of filesOf(manifest)) {
      await synced(join(draft, name));
      renameSync(join(draft, name), join(dataDir, name));
    }
    return { id: manifest.id, madeAt: manifest.madeAt, position: head, ...checked };
  } finally {
    rmSync(draft, { recursive: true, force: true });
    await synced(dataDir);
  }
};
