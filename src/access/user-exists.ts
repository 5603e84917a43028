import { user } from '../domain/users/state';
import type { View } from '../kernel/stream-reader';
import { assertNotLost } from './not-lost';

/** Whether there is such a user; one who is switched off is there. */
export const userExists = async (view: View, userId: string): Promise<boolean> => {
  if ((await view.load(user, userId)).state.status !== 'none') return true;
  await assertNotLost(view, 'user', userId);
  return false;
};
