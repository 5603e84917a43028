import { user } from '../domain/users/state';
import type { View } from '../kernel/stream-reader';

/** Whether there is such a user; one who is switched off is there. */
export const userExists = async (view: View, userId: string): Promise<boolean> =>
  (await view.load(user, userId)).state.status !== 'none';
