import { organization } from '../domain/organizations/state';
import type { View } from '../kernel/stream-reader';
import { assertNotLost } from './not-lost';

/** Was there ever such an organization? What a deleted one leaves behind stays to be read. */
export const organizationExists = async (view: View, organizationId: string): Promise<boolean> => {
  if ((await view.load(organization, organizationId)).state.status !== 'none') return true;
  await assertNotLost(view, 'organization', organizationId);
  return false;
};

/** Is there such an organization, and not deleted? What was set of one that is gone holds nothing any more. */
export const organizationIsActive = async (view: View, organizationId: string): Promise<boolean> =>
  (await organizationExists(view, organizationId)) &&
  (await view.load(organization, organizationId)).state.status === 'active';
