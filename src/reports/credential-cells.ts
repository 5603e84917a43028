import { identity } from '../domain/identities/evolve';
import { vault } from '../domain/vaults/state';
import type { Cell } from './report';
import type { StateView } from './state-view';

/** Columns of which credential in which vault. */
export const CREDENTIAL_COLUMNS = [
  'organizationId',
  'identityGroupId',
  'identityGroupName',
  'identityId',
  'identityName',
] as const;

/** Where a credential is, with the names of the moment the report is of. */
export const credentialCells = (view: StateView, identityId: string): Readonly<Record<string, Cell>> => {
  const { organizationId, identityGroupId, settings } = view.state(identity, identityId);
  return {
    organizationId,
    identityGroupId,
    identityGroupName: view.state(vault, identityGroupId).name,
    identityId,
    identityName: settings.name,
  };
};
