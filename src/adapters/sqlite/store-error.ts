import { basename } from 'node:path';
import { StoreDamaged, StoreUnavailable } from '../../kernel/store-errors';

const UNAVAILABLE = /^SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL)/;
const DAMAGED = /^SQLITE_(CORRUPT|NOTADB)/;

/** The kernel's error for a driver's error on this file; whatever else went wrong is a defect and stays as it is. */
export const storeError = (path: string, error: unknown): unknown => {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return error;
  if (UNAVAILABLE.test(code)) return new StoreUnavailable(`${basename(path)}: ${code}`, { cause: error });
  if (DAMAGED.test(code)) return new StoreDamaged(`${basename(path)} is damaged (${code}).`, { cause: error });
  return error;
};
