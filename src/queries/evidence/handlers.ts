import { GetCheckpointHandler } from './get-checkpoint';
import { GetEvidenceKeysHandler } from './get-evidence-keys';
import { GetReceiptHandler } from './get-receipt';
import { GetTileHandler } from './get-tile';
import { ListEvidenceBundlesHandler } from './list-evidence-bundles';

export const EVIDENCE_QUERIES = [
  GetCheckpointHandler,
  GetEvidenceKeysHandler,
  GetReceiptHandler,
  GetTileHandler,
  ListEvidenceBundlesHandler,
];
