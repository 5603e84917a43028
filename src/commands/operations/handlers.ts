import { BindMaterialStoreHandler } from '../material/bind-material-store';
import { MakeBackupHandler } from './make-backup';
import { RebuildProjectionHandler } from './rebuild-projection';

export const OPERATION_COMMANDS = [RebuildProjectionHandler, MakeBackupHandler, BindMaterialStoreHandler];
