import { MakeBackupHandler } from './make-backup';
import { RebuildProjectionHandler } from './rebuild-projection';

export const OPERATION_COMMANDS = [RebuildProjectionHandler, MakeBackupHandler];
