import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ListenConfig } from '../../config/config';
import { sendProblem, type DefectLog } from '../problem/send-problem';
import { RawQuery } from '../platform/validation/raw-query';
import { clientError } from './client-error';

const BODY_LIMIT = 512 * 1024;
/** A token of 16 KiB, and what else a request has to say. */
const maxHeaderSize = 32 * 1024;

/** How Fastify listens and reads. `ids` names requests that belong to no trace; `headers`: of answers that no hook comes by. */
export const fastifyOptions = (
  listen: ListenConfig,
  log: DefectLog,
  ids: () => string,
  headers: Readonly<Record<string, string>>,
): object => ({
  ...(listen.tls === undefined
    ? { http: { maxHeaderSize, headersTimeout: listen.requestTimeoutMs } }
    : { https: { ...listen.tls, maxHeaderSize, headersTimeout: listen.requestTimeoutMs } }),
  keepAliveTimeout: listen.keepAliveMs,
  bodyLimit: BODY_LIMIT,
  // What proxies report is read by `clientAddress`.
  trustProxy: false,
  // A file may take longer to come: what is not to be waited for is ended by `limitTime`.
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
