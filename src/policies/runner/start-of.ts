import type { Checkpoints } from '../../kernel/checkpoints';
import { lookUpMark } from '../../kernel/subscription/look-up-mark';
import { ORIGIN, type Mark } from '../../kernel/subscription/mark';
import type { Subscriptions } from '../../kernel/subscription/subscriptions';

/** Where a policy goes on in the log, durably known when answered: one that is new to a log starts at the present. */
export const startOf = async (name: string, checkpoints: Checkpoints, subscriptions: Subscriptions): Promise<Mark> => {
  const known = await checkpoints.get(name);
  if (known !== undefined) return known;
  await checkpoints.set(name, await lookUpMark(subscriptions.store, await subscriptions.head()), undefined);
  return (await checkpoints.get(name)) ?? ORIGIN;
};
