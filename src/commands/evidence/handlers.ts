import { RecordCheckpointHandler } from './record-checkpoint';
import { RequestEvidenceBundleHandler } from './request-evidence-bundle';
import { RestartEvidenceHandler } from './restart-evidence';
import { StopEvidenceHandler } from './stop-evidence';

export const EVIDENCE_COMMANDS = [
  RecordCheckpointHandler,
  RequestEvidenceBundleHandler,
  RestartEvidenceHandler,
  StopEvidenceHandler,
];
