import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { addressOf } from '../edge/client';
import { requestStateOf, type RequestState } from '../edge/request-state';
import { whenClosed } from '../edge/when-closed';
import type { EdgeMetrics } from './metrics';

/** Asked every few seconds by orchestrators and by Prometheus: among what people ask they would be most of the log. */
const PROBES = new Set(['/health/live', '/health/ready', '/metrics']);

/** Who asked, by id: a user, an agent, or the connection of an identity provider. */
const askedBy = ({ context, agent }: RequestState): object => {
  if (agent !== undefined) return { agentId: agent.agentId };
  const { kind, userId, name } = context?.actor ?? {};
  return kind === 'scim' ? { connectionId: name } : { userId };
};

/** One log line and one measurement for each answer. The fields are listed here: nothing else of a request is ever logged. */
export const observeRequests = (instance: FastifyInstance, log: Logger, metrics: EdgeMetrics): void => {
  const observe = (request: FastifyRequest, { raw }: FastifyReply): void => {
    const state = requestStateOf(request);
    const { correlationId, startedAt, refusedWith: code } = state;
    const { method } = request;
    const { operation } = request.routeOptions.config;
    const { url: route } = request.routeOptions;
    const ms = Math.round((performance.now() - startedAt) * 10) / 10;
    // A poll, or a stream, takes as long as nothing happens or as its reader likes: among the others it would look like slowness.
    if (operation?.unhurried !== true) metrics.timed(method, route, ms);
    // Whoever hung up may have got a part of the answer, or nothing: then there is no status.
    const status = raw.headersSent ? raw.statusCode : undefined;
    if (status !== undefined) metrics.answered(status);
    if (code !== undefined) metrics.refused(code);
    if (operation?.agent !== undefined && status !== undefined) metrics.agentAnswered(code ?? 'answered');
    const level = route !== undefined && PROBES.has(route) ? 'debug' : 'info';
    if (!log.isLevelEnabled(level)) return;
    const answer = { method, route: route ?? 'unmatched', status, ms, code };
    const message = raw.writableFinished ? 'answered' : 'cut off';
    log[level]({ ...answer, correlationId, ip: addressOf(request), ...askedBy(state) }, message);
  };
  const begin = (request: FastifyRequest, reply: FastifyReply): void => {
    reply.header('keyledger-correlation-id', requestStateOf(request).correlationId);
    whenClosed(reply, () => observe(request, reply));
  };
  instance.addHook('onRequest', (request, reply, done) => {
    begin(request, reply);
    done();
  });
  // Nest has a browser's question before a call answered ahead of every hook but this one.
  instance.addHook('onSend', (request, reply, payload, done) => {
    if (request.edge === null) begin(request, reply);
    done(null, payload);
  });
};
