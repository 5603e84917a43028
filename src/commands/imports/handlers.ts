import { BeginImportHandler } from './begin-import';
import { FindImportIdHandler } from './find-import-id';
import { RehearseLineHandler } from './rehearse-line';

export const IMPORT_COMMANDS = [BeginImportHandler, FindImportIdHandler, RehearseLineHandler];
