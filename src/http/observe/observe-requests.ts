import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { edgeOf } from '../edge/edge';
import type { EdgeMetrics } from './metrics';

/** One log line and one measurement for each answer. The fields are listed here: nothing else of a request is ever logged. */
export const observeRequests = (instance: FastifyInstance, log: Logger, metrics: EdgeMetrics): void => {
  instance.addHook('onResponse', (request, reply, done) => {
    const { correlationId, startedAt, context, refusedWith } = edgeOf(request);
    const { method } = request;
    const route = request.routeOptions.url ?? 'unmatched';
    const { statusCode: status } = reply;
    const ms = Math.round((performance.now() - startedAt) * 10) / 10;
    metrics.answered(method, route, status, ms);
    if (refusedWith !== undefined) metrics.refused(refusedWith);
    log.info(
      { method, route, status, ms, correlationId, userId: context?.actor.userId, code: refusedWith },
      'answered',
    );
    done();
  });
};
