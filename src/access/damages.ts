import { damage, type Damage } from '../domain/damage/state';
import { logLosses, type LogLossState } from '../domain/log-losses/state';
import type { View } from '../kernel/stream-reader';

/** Everything that was ever found unreadable or lost, in the order it was found. For owners' eyes. */
export const damagesAt = async (view: View): Promise<readonly Damage[]> => {
  const { state } = await view.load(damage);
  return Object.values(state.damages);
};

/** What was found of the stretches that the log has lost when it was put back, in the order it was found. For owners' eyes. */
export const logLossesAt = async (view: View): Promise<LogLossState> => (await view.load(logLosses)).state;
