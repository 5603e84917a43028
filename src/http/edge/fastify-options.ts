import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ListenConfig } from '../../config/config';
import type { Unhooked } from '../observe/observe-unhooked';
import { sendProblem, type DefectLog } from '../problem/send-problem';
import { RawQuery } from '../platform/validation/raw-query';
import { clientError } from './client-error';
import { requestStateOf } from './request-state';

const BODY_LIMIT = 512 * 1024;
/** A token of 16 KiB, and what else a request has to say. */
const maxHeaderSize = 32 * 1024;

/** Of Node's server. A file may take longer to come: what is not to be waited for is ended by `limitTime`. */
const timed = ({ requestTimeoutMs }: ListenConfig) => ({
  maxHeaderSize,
  headersTimeout: requestTimeoutMs,
  // Node would refuse it without a word: `addHooks` does.
  requireHostHeader: false,
  // Node's own would have to be the longer one, and Fastify says its own too late for that.
  requestTimeout: 0,
});

/** Answers what no route is looked for. */
const frameworkErrors =
  ({ headers, tell }: Unhooked, log: DefectLog) =>
  (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    sendProblem(error, request, reply.headers(headers), log);
    const { correlationId, refusedWith = '' } = requestStateOf(request);
    const { method, socket, headers: given } = request;
    tell({ status: reply.statusCode, code: refusedWith, correlationId, method, socket, headers: given });
  };

/** How Fastify listens and reads. */
export const fastifyOptions = (listen: ListenConfig, log: DefectLog, unhooked: Unhooked): object => ({
  ...(listen.tls === undefined ? { http: timed(listen) } : { https: { ...listen.tls, ...timed(listen) } }),
  keepAliveTimeout: listen.keepAliveMs,
  bodyLimit: BODY_LIMIT,
  // What proxies report is read by `clientAddress`.
  trustProxy: false,
  requestTimeout: 0,
  genReqId: unhooked.ids,
  return503OnClosing: false,
  forceCloseConnections: 'idle',
  clientErrorHandler: clientError(unhooked),
  frameworkErrors: frameworkErrors(unhooked, log),
  routerOptions: {
    maxParamLength: 500,
    querystringParser: (search: string) => new RawQuery(search),
    ignoreTrailingSlash: true,
    ignoreDuplicateSlashes: true,
  },
});
