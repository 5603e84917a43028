import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { Counter, Histogram, Registry } from 'prom-client';

/** What the application sends with every answer. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
};

/** Headers, a log line on stdout and two measurements for each answer, as the application gives them. */
export const observed = (app: FastifyInstance): void => {
  const log = pino();
  const registers = [new Registry()];
  const durations = new Histogram({ name: 'duration', help: '-', labelNames: ['method', 'route'], registers });
  const answers = new Counter({ name: 'answers', help: '-', labelNames: ['status'], registers });
  app.addHook('onRequest', (_, reply, done) => {
    reply.headers(HEADERS);
    done();
  });
  app.addHook('onResponse', ({ method, routeOptions, ip }, { statusCode: status, elapsedTime }, done) => {
    const route = routeOptions.url ?? '';
    durations.observe({ method, route }, elapsedTime / 1000);
    answers.inc({ status });
    log.info({ method, route, status, ms: Math.round(elapsedTime * 10) / 10, ip }, 'answered');
    done();
  });
};
