import type { Reader } from './entry';
import { readBitwardenJson } from './formats/bitwarden-json';
import { readCsv } from './formats/csv-lines';
import { BITWARDEN, KEEPASS, LASTPASS, ONE_PASSWORD, PASSBOLT } from './formats/csv-layouts';
import { foreignCsv } from './formats/foreign-csv';
import { readJsonl } from './formats/jsonl';
import { readKvJson } from './formats/kv-json';
import { readOnePux } from './formats/one-password-1pux';

/** What can be read, by the name that `format` gives it. */
export const READERS = {
  jsonl: readJsonl,
  csv: readCsv,
  'keepass-csv': foreignCsv(KEEPASS),
  'bitwarden-json': readBitwardenJson,
  'bitwarden-csv': foreignCsv(BITWARDEN),
  '1password-csv': foreignCsv(ONE_PASSWORD),
  '1pux': readOnePux,
  'lastpass-csv': foreignCsv(LASTPASS),
  'passbolt-csv': foreignCsv(PASSBOLT),
  'kv-json': readKvJson,
} as const satisfies Readonly<Record<string, Reader>>;

export type Format = keyof typeof READERS;

export const FORMATS = Object.keys(READERS) as readonly Format[];
