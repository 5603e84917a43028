import type { Streams } from './view-of';

/** Several sets of streams as one; of a stream that several have, the facts of the later come behind those of the earlier. */
export const together = (...sets: readonly Streams[]): Streams => {
  const streams: Record<string, Streams[string]> = {};
  for (const [stream, facts] of sets.flatMap((set) => Object.entries(set))) {
    streams[stream] = [...(streams[stream] ?? []), ...facts];
  }
  return streams;
};
