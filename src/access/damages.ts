import { damage, type Damage } from '../domain/damage/state';
import { logLosses, type OrphanedValue } from '../domain/log-losses/state';
import type { View } from '../kernel/stream-reader';

/** Everything that was ever found unreadable or lost, in the order it was found. For owners' eyes. */
export const damagesAt = async (view: View): Promise<readonly Damage[]> => {
  const { state } = await view.load(damage);
  return Object.values(state.damages);
};

/** Every value that no fact names, since the log was put back, in the order they were found. For owners' eyes. */
export const orphansAt = async (view: View): Promise<readonly OrphanedValue[]> =>
  Object.values((await view.load(logLosses)).state.orphans);
