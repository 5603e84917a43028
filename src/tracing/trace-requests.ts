import type { Context, Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requestStateOf } from '../http/edge/request-state';
import type { Spans } from './spans';
import { whenClosed } from '../http/edge/when-closed';

interface UnderWay {
  readonly span: Span;
  readonly context: Context;
}

/** What callers, agents and identity providers ask; the rest are probes and pages. */
const TRACED = /^\/(?:api|agent|scim)\/v\d+\//;

/** A span for each request that a route answers, under the trace that the caller says it belongs to. */
export const traceRequests = (instance: FastifyInstance, spans: Spans): void => {
  const { context, trace, ROOT_CONTEXT, SpanStatusCode } = spans.api;
  const underWay = new WeakMap<FastifyRequest, UnderWay>();
  instance.addHook('onRequest', (request, reply, done) => {
    const { operation } = request.routeOptions.config;
    const route = request.routeOptions.url ?? '';
    if (!TRACED.test(route)) {
      done();
      return;
    }
    const attributes = {
      'http.request.method': request.method,
      'http.route': route,
      ...(operation === undefined ? {} : { 'keyledger.operation': operation.id }),
      'keyledger.correlation_id': requestStateOf(request).correlationId,
    };
    const span = spans.begin(`${request.method} ${route}`, attributes, request.headers);
    const one = { span, context: trace.setSpan(ROOT_CONTEXT, span) };
    underWay.set(request, one);
    whenClosed(reply, () => {
      const { refusedWith } = requestStateOf(request);
      span.setAttribute('http.response.status_code', reply.statusCode);
      if (refusedWith !== undefined) span.setAttribute('error.type', refusedWith);
      if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(one.context, done);
  });
  // A body comes by events of the socket, which know of no request.
  instance.addHook('preValidation', (request, _, done) => {
    const one = underWay.get(request);
    if (one === undefined) done();
    else context.with(one.context, done);
  });
};
