import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedMaterialStore } from '../../src/adapters/material-store/embedded/embedded-material-store';
import { MaterialFile } from '../../src/adapters/material-store/embedded/material-file';
import { ownKeyRows } from '../../src/adapters/material-store/embedded/own-key-rows';
import { rootBoxRows } from '../../src/adapters/material-store/embedded/root-box-rows';

/** A store of sealed values in a file of its own, as whoever looks after keys sees it. */
export const keptKeys = () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-keys-'));
  const file = new MaterialFile(join(folder, 'material.db'));
  return {
    path: join(folder, 'material.db'),
    file,
    ownKeys: ownKeyRows(file),
    rootBoxes: rootBoxRows(file),
    values: embeddedMaterialStore(file),
    end: () => {
      file.close();
      rmSync(folder, { recursive: true });
    },
  };
};

export type KeptKeys = ReturnType<typeof keptKeys>;
