import type { AuditDocument } from '../../../projections/audit-trail/document';

/** What a fact that shows a value says of it; of a checkout also how long it is to last. */
export interface ShowingData {
  readonly version: number;
  readonly alternatives?: readonly number[];
  readonly durationMinutes?: number;
}

/** What a notification says of whom it is for, and of the fact it follows from. */
export interface RaisedData {
  readonly cause: string;
  readonly recipients: readonly string[];
  readonly concerned: readonly string[];
  readonly raisedAt: string;
}

/** What a vault is set to. */
export interface VaultData {
  readonly approvalPolicy?: object;
}

/** A fact's data as those of its type have it: the log holds nothing else under that name. */
export const dataOf = <T extends object>({ data }: Pick<AuditDocument, 'data'>): T => data as T;
