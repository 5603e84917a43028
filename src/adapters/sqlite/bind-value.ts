/** What a statement takes. Anything else would be refused, changed in silence or, in the driver, end the process. */
export type SqlValue = string | number | bigint | boolean | Date | Uint8Array | null | undefined;

type DriverValue = string | number | bigint | Uint8Array | null;

/**
 * boolean → 0/1, Date → RFC 3339 text, undefined → null. Throws TypeError on what SQLite would not give back as it came:
 * NaN and infinities (stored as NULL or not at all) and text with U+0000 (cut off there when read).
 */
export const bindValue = (value: SqlValue): DriverValue => {
  switch (typeof value) {
    case 'string':
      if (value.includes('\0')) throw new TypeError('text with U+0000 can not be stored');
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} can not be stored`);
      // The driver binds every number as REAL, which shows in columns without affinity and in JSON; a bigint is an INTEGER.
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1n : 0n;
    case 'undefined':
      return null;
    default:
      if (value === null || value instanceof Uint8Array) return value;
      if (value instanceof Date) return value.toISOString();
      throw new TypeError('only text, numbers, booleans, dates, bytes and null can be stored');
  }
};
