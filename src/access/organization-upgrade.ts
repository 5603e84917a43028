import { organization, type OrganizationState } from '../domain/organizations/state';
import type { View } from '../kernel/stream-reader';

/** The last upgrade of an organization's values that was asked for; undefined: there is no such organization. */
export const upgradeOf = async (
  view: View,
  organizationId: string,
): Promise<Pick<OrganizationState, 'upgrade'> | undefined> => {
  const { state } = await view.load(organization, organizationId);
  if (state.status !== 'active') return undefined;
  return state.upgrade === undefined ? {} : { upgrade: state.upgrade };
};

/** Running, or finished with so many values that do not open. */
export type Upgrade = NonNullable<OrganizationState['upgrade']>;
