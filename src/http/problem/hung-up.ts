import type { FastifyRequest } from 'fastify';

/** The caller went away before all of the body had come: nobody's defect, and nobody reads the answer. */
export const hungUp = (error: unknown, { raw }: FastifyRequest): boolean =>
  raw.destroyed && !raw.complete && (error as { code?: unknown } | null)?.code === 'ECONNRESET';
