import type { MaterialStore } from '../../../kernel/material-store';
import type { MaterialFile } from './material-file';
import { retiredValues } from './retired-values';
import { sealedKeys } from './sealed-keys';
import { sealedValues } from './sealed-values';

/** The material store of one node, in one SQLite file. */
export const embeddedMaterialStore = (file: MaterialFile): MaterialStore => ({
  ...sealedValues(file),
  ...sealedKeys(file),
  ...retiredValues(file),
});
