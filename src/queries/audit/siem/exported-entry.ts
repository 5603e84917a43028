import type { AuditEntry } from '../audit-entry';
import type { EntryLeaf } from '../entry-leaves';

/** An entry and its place in the log's tree, by which a row elsewhere is tied back to what is proved. */
export interface ExportedEntry extends AuditEntry {
  readonly leaf?: EntryLeaf;
}

/** The noun of a wire name: `identity-checked-out` of `keyledger.identity-checked-out.v1`. */
export const nounOf = ({ type }: Pick<AuditEntry, 'type'>): string =>
  type.replace(/^keyledger\./, '').replace(/\.v\d+$/, '');

/** A member of what a fact says, where it is text. */
export const saidBy = ({ data }: Pick<AuditEntry, 'data'>, name: string): string | undefined => {
  const value: unknown = Object.entries(data).find(([key]) => key === name)?.[1];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
