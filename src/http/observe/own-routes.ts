import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Readiness } from '../../kernel/readiness';

interface Observed {
  readonly registry: Registry;
  readonly readiness: Readiness;
}

/** What operators and orchestrators ask, without a token. */
export const observationRoutes = (instance: FastifyInstance, { registry, readiness }: Observed): void => {
  instance.get('/health/live', (_, reply) => reply.header('Cache-Control', 'no-store').send({ live: true }));

  instance.get('/health/ready', async (_, reply) => {
    const report = await readiness.report();
    return reply
      .code(report.ready ? 200 : 503)
      .header('Cache-Control', 'no-store')
      .send(report);
  });

  instance.get('/metrics', async (_, reply) =>
    reply
      .header('Cache-Control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics()),
  );
};
