import { host } from '../domain/hosts/state';
import type { View } from '../kernel/stream-reader';
import { assertNotLost } from './not-lost';

/** The organization of a host that is or was there: what a deleted one was shown is still known to whoever has it. */
export const hostPlace = async (view: View, hostId: string): Promise<string | undefined> => {
  const { state } = await view.load(host, hostId);
  if (state.status !== 'none') return state.organizationId;
  await assertNotLost(view, 'host', hostId);
  return undefined;
};
