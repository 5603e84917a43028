import type { MaterialStore } from '../../../kernel/material-store';
import type { MaterialDatabase } from './material-database';
import { retiredValues } from './retired-values';
import { sealedSecrets } from './sealed-secrets';
import { sealedValues } from './sealed-values';
import { sealedVaultKeys } from './sealed-vault-keys';

/** The material store of any number of nodes. */
export const mongoMaterialStore = (database: MaterialDatabase): MaterialStore => ({
  ...sealedValues(database),
  ...sealedSecrets(database),
  ...sealedVaultKeys(database),
  ...retiredValues(database),
});
