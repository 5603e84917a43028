import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { Unhooked } from '../observe/observe-unhooked';
import { PROBLEMS, type ProblemCode } from '../problem/codes';
import { PROBLEM_TYPE, problemDocument } from '../problem/problem-document';
import { entryOf } from '../../kernel/entry-of';

const NOT_HTTP = refuse('VALIDATION_FAILED', 'The request is not valid HTTP.', {
  errors: [{ field: 'request', message: 'is not valid HTTP' }],
});

const BY_CODE: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: refuse('REQUEST_TIMEOUT', 'The request did not arrive in time.'),
  HPE_HEADER_OVERFLOW: refuse('HEADERS_TOO_LARGE', 'The request line and headers may have 32 KiB together.'),
};

/** What is not even HTTP never becomes a request: it is answered on the bare socket, and its path is not known. */
export const clientError =
  ({ ids, headers, tell }: Unhooked) =>
  (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
    const refusal = entryOf(BY_CODE, error.code) ?? NOT_HTTP;
    const { status } = PROBLEMS[refusal.code as ProblemCode];
    const correlationId = ids();
    const body = JSON.stringify(problemDocument(refusal, '', correlationId));
    const all = {
      ...headers,
      'Content-Type': PROBLEM_TYPE,
      'Cache-Control': 'no-store',
      'Keyledger-Correlation-Id': correlationId,
      'Content-Length': Buffer.byteLength(body),
      Connection: 'close',
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
    tell({ status, code: refusal.code, correlationId, socket });
  };
