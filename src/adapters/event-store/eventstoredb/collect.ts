import type { ResolvedEvent, StreamingRead } from '@eventstore/db-client';

/** A reading to its end. One left in its middle would keep its client from ever letting go. */
export const collect = async (reading: StreamingRead<ResolvedEvent>): Promise<readonly ResolvedEvent[]> => {
  const found: ResolvedEvent[] = [];
  // Whoever gave up no longer listens; a late error without a listener would end the process.
  reading.on('error', () => undefined);
  for await (const event of reading) {
    found.push(event);
  }
  return found;
};
