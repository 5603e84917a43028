import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BadConfiguration } from '../config/bad-configuration';
import type { Sealing } from '../kernel/sealing';
import { StoreDamaged } from '../kernel/store-errors';
import type { OpenedMaterial } from './material-store/opened-material';
import { rootKeyMark } from './sealing/root-key-mark';

/** Events without their sealed values, or values without their events, are half a vault: a person must look. */
export const assertTogether = (folder: string): void => {
  const [events, material] = ['events.db', 'material.db'].map((name) => existsSync(join(folder, name)));
  if (events !== material) {
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

/** Under another key nothing opens, and what is sealed from now on would open under that one alone. */
export const assertSealedUnder = async (material: OpenedMaterial, sealing: Sealing): Promise<void> => {
  if (!(await material.isSealedUnder(rootKeyMark(sealing)))) {
    throw new BadConfiguration(
      'The root key is not the one this data is sealed under; give that one with KEYLEDGER_ROOT_KEY or KEYLEDGER_ROOT_KEY_FILE, or as root.key in the data folder.',
    );
  }
};
