import { KnownNamesHandler } from './known-names';

export const IMPORT_QUERIES = [KnownNamesHandler];
