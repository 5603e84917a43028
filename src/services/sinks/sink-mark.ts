import type { Checkpoints } from '../../kernel/checkpoints';
import type { Digest } from '../../kernel/digest';
import type { Sink } from '../../kernel/sinks';
import { ORIGIN, type Mark } from '../../kernel/subscription/mark';

/** Under which name it is kept how far a sink has come: another place is another sink, and begins at the first fact. */
export const sinkMarkName = ({ name, place }: Pick<Sink, 'name' | 'place'>, digest: Digest): string =>
  `sink-${name}-${digest.of('sink', name, place)}`;

/** Where a sink goes on, durably known when answered: one that is new begins before the first fact. */
export const startOfSink = async (name: string, checkpoints: Checkpoints): Promise<Mark> => {
  const known = await checkpoints.get(name);
  if (known !== undefined) return known;
  await checkpoints.set(name, ORIGIN, undefined);
  return (await checkpoints.get(name)) ?? ORIGIN;
};
