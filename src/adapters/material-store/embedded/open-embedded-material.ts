import { StoreDamaged } from '../../../kernel/store-errors';
import type { OpenedMaterial } from '../opened-material';
import { allCheckpoints, embeddedCheckpoints } from './embedded-checkpoints';
import { embeddedIdempotency } from './embedded-idempotency';
import { embeddedMaterialStore } from './embedded-material-store';
import { MaterialFile } from './material-file';
import { ownKeyRows } from './own-key-rows';
import { rootBoxRows } from './root-box-rows';

/**
 * Opens `material.db`, which goes with one log: to another one's sweep its values would be nobody's. Throws what
 * {@link MaterialFile} throws.
 */
export const openEmbeddedMaterial = (path: string, logId: string): OpenedMaterial => {
  const file = new MaterialFile(path);
  const boundTo = file.logId();
  if (boundTo !== undefined && boundTo !== logId) {
    file.close();
    throw new StoreDamaged(
      'material.db holds the sealed values of another log; put that log back, or name the data folder that goes with this one',
    );
  }
  return {
    store: embeddedMaterialStore(file),
    idempotency: embeddedIdempotency(file),
    checkpoints: embeddedCheckpoints(file),
    id: file.id(),
    isNew: boundTo === undefined,
    bind: async () => file.bindTo(logId),
    ownKeys: ownKeyRows(file),
    rootBoxes: rootBoxRows(file),
    sealMark: async () => file.sealMark(),
    keepSealMark: async (mark) => file.keepSealMark(mark),
    moving: async () => file.moving(),
    setMoving: async (moving) => file.setMoving(moving),
    policies: () => allCheckpoints(file),
    close: () => file.close(),
  };
};
