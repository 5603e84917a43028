import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StoreDamaged } from '../kernel/store-errors';
import { movingInFolder } from './material-store/embedded/moving-in-folder';
import { assertNotMoved } from './material-store/copy-mark';

/** Events without their sealed values, or values without their events, are half a vault: a person must look. */
export const assertBothFiles = (folder: string): void => {
  const [events, material] = ['events.db', 'material.db'].map((name) => existsSync(join(folder, name)));
  if (events !== material) {
    // A copy puts the values' file there first, with a note in it that the rest is on its way.
    assertNotMoved(movingInFolder(folder));
    throw new StoreDamaged(
      `${folder} holds ${events === true ? 'events.db but no material.db' : 'material.db but no events.db'}; put the missing file back, or restore a backup${events === true ? '; where material.db is lost for good, record that with npx --no keyledger settle material-store --reason "…"' : ''}`,
    );
  }
};

/** The loss of values is one of a log's: without its facts there is nothing to go on with. */
export const assertEvents = (folder: string): void => {
  if (!existsSync(join(folder, 'events.db'))) {
    throw new StoreDamaged(`${folder} holds no events.db; put it back, or restore a backup`);
  }
};
