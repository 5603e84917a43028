import { MongoBulkWriteError, MongoError, MongoServerError } from 'mongodb';
import { StoreUnavailable } from '../../kernel/store-errors';

const DUPLICATE_KEY = 11_000;

/**
 * Codes that say the question itself was wrong, by MongoDB's `error_codes.yml`: asking again won't help, and hiding it as a
 * store that is away would hide a defect of ours.
 */
const DEFECTS: ReadonlySet<unknown> = new Set([
  2, // BadValue
  9, // FailedToParse
  14, // TypeMismatch
  40, // ConflictingUpdateOperators
  52, // DollarPrefixedFieldName
  59, // CommandNotFound
  66, // ImmutableField
  72, // InvalidOptions
  10_334, // BSONObjectTooLarge
]);

/** Somebody else's document has that key. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/** Of an unordered bulk, the places of the writes that met somebody else's document; undefined when anything else went wrong. */
export const duplicatesIn = (error: unknown): readonly number[] | undefined => {
  if (!(error instanceof MongoBulkWriteError)) return undefined;
  const failed = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  const others = failed.some(({ code }) => code !== DUPLICATE_KEY) || error.result.getWriteConcernError() !== undefined;
  return others || failed.length === 0 ? undefined : failed.map(({ index }) => index);
};

/** Node's own, which the driver lets through when the other side hangs up at the very moment it writes. */
const SOCKET: ReadonlySet<unknown> = new Set([
  'EPIPE',
  'ECONNRESET',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
  'ERR_SOCKET_CLOSED',
]);

const unavailable = (cause: unknown): StoreUnavailable =>
  new StoreUnavailable('MongoDB can not be reached or does not take the write now', { cause });

/** What callers of a port are told. By class and code, never by text: texts change with the server's version. */
export const storeErrorOf = (error: unknown): unknown => {
  if (SOCKET.has((error as NodeJS.ErrnoException | undefined)?.code)) return unavailable(error);
  if (!(error instanceof MongoError)) return error;
  // A key that is taken is an answer; who asked knows what it means.
  if (error instanceof MongoServerError && (DEFECTS.has(error.code) || isDuplicateKey(error))) return error;
  return unavailable(error);
};
