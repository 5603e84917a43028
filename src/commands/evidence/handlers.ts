import { RecordCheckpointHandler } from './record-checkpoint';
import { RestartEvidenceHandler } from './restart-evidence';
import { StopEvidenceHandler } from './stop-evidence';

export const EVIDENCE_COMMANDS = [RecordCheckpointHandler, RestartEvidenceHandler, StopEvidenceHandler];
