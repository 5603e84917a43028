import { BindMaterialStoreHandler } from '../material/bind-material-store';
import { RecordKeyChangesHandler } from '../material/record-key-changes';
import { FindOrphanedValuesHandler } from '../material/find-orphaned-values';
import { BackUpOnScheduleHandler } from './back-up-on-schedule';
import { MakeBackupHandler } from './make-backup';
import { PruneBackupsHandler } from './prune-backups';
import { RecordLogWentBackHandler } from './record-log-went-back';
import { RebuildProjectionHandler } from './rebuild-projection';
import { RecordAheadHandler } from './record-ahead';
import { RecordDamageHandler } from './record-damage';
import { RecordLostRevocationsHandler } from './record-lost-revocations';
import { SettleDamageHandler } from './settle-damage';
import { SettleOrphan } from './settle-orphan';

export const OPERATION_COMMANDS = [
  RebuildProjectionHandler,
  BackUpOnScheduleHandler,
  MakeBackupHandler,
  PruneBackupsHandler,
  BindMaterialStoreHandler,
  RecordKeyChangesHandler,
  RecordAheadHandler,
  RecordDamageHandler,
  SettleDamageHandler,
  RecordLogWentBackHandler,
  RecordLostRevocationsHandler,
  FindOrphanedValuesHandler,
  SettleOrphan,
];
