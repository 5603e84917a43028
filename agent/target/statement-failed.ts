import { DatabaseError } from 'pg';

/** SQLSTATE of PostgreSQL's own answer. Undefined: a broken connection, whose code (`EPIPE`) may look like one. */
export const sqlState = (error: unknown): string | undefined =>
  error instanceof DatabaseError ? error.code : undefined;

/** Of the connection, of a shutdown, of the system below the server, of the server's own defects. */
const NOT_OF_THE_STATEMENT = /^(08|57P|58|XX)/;

/**
 * Whether PostgreSQL said for sure that the statement was not carried out. What ended the connection or the server is no such
 * word: the statement may have been committed before it.
 */
export const statementFailed = (error: unknown): boolean => {
  const state = sqlState(error);
  if (state === undefined || NOT_OF_THE_STATEMENT.test(state)) return false;
  return !['FATAL', 'PANIC'].includes((error as DatabaseError).severity ?? '');
};
