import { organization } from '../domain/organizations/state';
import type { View } from '../kernel/stream-reader';

/** Was there ever such an organization? What a deleted one leaves behind stays to be read. */
export const organizationExists = async (view: View, organizationId: string): Promise<boolean> =>
  (await view.load(organization, organizationId)).state.status !== 'none';
