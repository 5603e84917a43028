import { identity } from '../domain/identities/evolve';
import type { View } from '../kernel/stream-reader';
import { StreamUnreadable } from '../kernel/stream-unreadable';

/** Time of an identity's last fact, where it counts; undefined too where nobody can decide on it. */
export const identityTime = async (view: View, identityId: string): Promise<string | undefined> => {
  try {
    return (await view.load(identity, identityId)).time;
  } catch (error) {
    if (!(error instanceof StreamUnreadable)) throw error;
    return undefined;
  }
};
