import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ListenConfig } from '../../config/config';
import { PROBLEM_TYPE } from '../problem/problem-document';
import { sendProblem, type DefectLog } from '../problem/send-problem';

const BODY_LIMIT = 512 * 1024;

const RAW_STATUS: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** What is not even HTTP never becomes a request: it is answered on the bare socket. */
const clientError = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  const status = RAW_STATUS[error.code ?? ''] ?? 400;
  const title = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ type: 'about:blank', title, status });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
};

/** How Fastify listens and reads. `ids` names requests that belong to no trace. */
export const fastifyOptions = (listen: ListenConfig, log: DefectLog, ids: () => string): object => ({
  ...(listen.tls === undefined ? {} : { https: listen.tls }),
  bodyLimit: BODY_LIMIT,
  trustProxy: listen.trustedProxies.length === 0 ? false : [...listen.trustedProxies],
  // The whole request must be here by then; Node itself closes the slow ones.
  requestTimeout: listen.requestTimeoutMs,
  genReqId: ids,
  return503OnClosing: false,
  forceCloseConnections: 'idle',
  clientErrorHandler: clientError,
  frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
    sendProblem(error, request, reply, log),
  routerOptions: { maxParamLength: 500, querystringParser: () => ({}) },
});
