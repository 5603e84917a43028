import { MakeBackupHandler } from './make-backup';
import { RecordLogWentBackHandler } from './record-log-went-back';
import { RebuildProjectionHandler } from './rebuild-projection';

export const OPERATION_COMMANDS = [RebuildProjectionHandler, MakeBackupHandler, RecordLogWentBackHandler];
