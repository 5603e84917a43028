import type { Allowance } from '../../access/vault-access';
import type { VaultDocument } from '../../../projections/vaults/document';

export interface AccessView {
  readonly level: string;
  readonly until?: string;
  readonly via: 'grant' | 'group' | 'owner';
}

/** A vault as the caller sees it. */
export type VaultView = Omit<VaultDocument, 'revision' | 'approval'> & { readonly access: AccessView | null };

/** What the caller may do there, for display. */
export const accessView = (allowance: Allowance | undefined): AccessView | null =>
  allowance === undefined
    ? null
    : {
        level: allowance.level,
        via: allowance.via,
        ...(allowance.until === undefined ? {} : { until: allowance.until }),
      };

export const vaultView = (
  { revision: _, approval: __, ...vault }: VaultDocument,
  allowance: Allowance | undefined,
): VaultView => ({
  ...vault,
  access: accessView(allowance),
});
