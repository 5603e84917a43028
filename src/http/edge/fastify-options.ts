import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ListenConfig } from '../../config/config';
import { sendProblem, type DefectLog } from '../problem/send-problem';
import { RawQuery } from '../platform/validation/raw-query';
import { clientError } from './client-error';

const BODY_LIMIT = 512 * 1024;
/** A token of 16 KiB, and what else a request has to say. */
const maxHeaderSize = 32 * 1024;

/** Of Node's server. A file may take longer to come: what is not to be waited for is ended by `limitTime`. */
const timed = ({ requestTimeoutMs }: ListenConfig) => ({
  maxHeaderSize,
  headersTimeout: requestTimeoutMs,
  // Node's own would have to be the longer one, and Fastify says its own too late for that.
  requestTimeout: 0,
});

/** How Fastify listens and reads. `ids` names requests that belong to no trace; `headers`: of answers that no hook comes by. */
export const fastifyOptions = (
  listen: ListenConfig,
  log: DefectLog,
  ids: () => string,
  headers: Readonly<Record<string, string>>,
): object => ({
  ...(listen.tls === undefined ? { http: timed(listen) } : { https: { ...listen.tls, ...timed(listen) } }),
  keepAliveTimeout: listen.keepAliveMs,
  bodyLimit: BODY_LIMIT,
  // What proxies report is read by `clientAddress`.
  trustProxy: false,
  requestTimeout: 0,
  genReqId: ids,
  return503OnClosing: false,
  forceCloseConnections: 'idle',
  clientErrorHandler: clientError(ids, headers),
  frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
    sendProblem(error, request, reply.headers(headers), log),
  routerOptions: {
    maxParamLength: 500,
    querystringParser: (search: string) => new RawQuery(search),
    ignoreTrailingSlash: true,
    ignoreDuplicateSlashes: true,
  },
});
