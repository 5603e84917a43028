import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { addressOf } from '../edge/client';
import { requestStateOf } from '../edge/request-state';
import type { EdgeMetrics } from './metrics';

/** Asked every few seconds by orchestrators and by Prometheus: among what people ask they would be most of the log. */
const PROBES = new Set(['/health/live', '/health/ready', '/metrics']);

/** One log line and one measurement for each answer. The fields are listed here: nothing else of a request is ever logged. */
export const observeRequests = (instance: FastifyInstance, log: Logger, metrics: EdgeMetrics): void => {
  instance.addHook('onRequest', (request, reply, done) => {
    reply.header('keyledger-correlation-id', requestStateOf(request).correlationId);
    done();
  });

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
    const level = route !== undefined && PROBES.has(route) ? 'debug' : 'info';
    if (log.isLevelEnabled(level)) {
      const answer = { method, route: route ?? 'unmatched', status, ms, code: refusedWith };
      log[level]({ ...answer, correlationId, ip: addressOf(request), ...who }, 'answered');
    }
    done();
  });
};
