import { DatabaseError } from 'pg';

/** SQLSTATE of PostgreSQL's own answer. Undefined: a broken connection, whose code (`EPIPE`) may look like one. */
export const sqlState = (error: unknown): string | undefined =>
  error instanceof DatabaseError ? error.code : undefined;
