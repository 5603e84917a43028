import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { requestStateOf } from '../edge/request-state';
import type { EdgeMetrics } from './metrics';

/** One log line and one measurement for each answer. The fields are listed here: nothing else of a request is ever logged. */
export const observeRequests = (instance: FastifyInstance, log: Logger, metrics: EdgeMetrics): void => {
  instance.addHook('onResponse', (request, reply, done) => {
    const { correlationId, startedAt, context, agent, refusedWith } = requestStateOf(request);
    const { method } = request;
    const { operation } = request.routeOptions.config;
    const { url: route } = request.routeOptions;
    const { statusCode: status } = reply;
    const ms = Math.round((performance.now() - startedAt) * 10) / 10;
    // A long poll takes as long as nothing happens: among the others it would look like slowness.
    const isPoll = operation?.agent !== undefined && operation.unhurried === true;
    if (!isPoll) metrics.timed(method, route, ms);
    metrics.answered(status);
    if (refusedWith !== undefined) metrics.refused(refusedWith);
    if (operation?.agent !== undefined) metrics.agentAnswered(refusedWith ?? 'answered');
    const who = agent === undefined ? { userId: context?.actor.userId } : { agentId: agent.agentId };
    log.info({ method, route: route ?? 'unmatched', status, ms, correlationId, ...who, code: refusedWith }, 'answered');
    done();
  });
};
