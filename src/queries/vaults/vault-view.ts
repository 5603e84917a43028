import type { Allowance } from '../../access/vault-access';
import type { VaultDocument } from '../../../projections/vaults/document';
import { without } from '../../kernel/without';

export interface AccessView {
  readonly level: string;
  readonly until?: string;
  readonly via: 'grant' | 'group' | 'owner';
}

/** A vault as the caller sees it. */
export type VaultView = Omit<VaultDocument, (typeof HIDDEN)[number]> & { readonly access: AccessView | null };

const HIDDEN = ['revision', 'approval'] as const;
const hidden = new Set(HIDDEN);

/** What the caller may do there, for display. */
export const accessView = (allowance: Allowance | undefined): AccessView | null =>
  allowance === undefined
    ? null
    : {
        level: allowance.level,
        via: allowance.via,
        ...(allowance.until === undefined ? {} : { until: allowance.until }),
      };

export const vaultView = (vault: VaultDocument, allowance: Allowance | undefined): VaultView =>
  Object.assign(without(vault, hidden), { access: accessView(allowance) });
