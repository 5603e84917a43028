import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { refuse } from '../../kernel/refusal';
import type { Unhooked } from '../observe/observe-unhooked';
import { PROBLEMS } from '../problem/codes';
import { PROBLEM_TYPE, problemDocument } from '../problem/problem-document';
import { plainPath } from './plain-path';

const REFUSAL = refuse('EXPECTATION_FAILED', 'Only Expect: 100-continue is understood.');

const toldOf = ({ method = '', socket, headers }: IncomingMessage) => ({ method, socket, headers });

/** RFC 9110 § 10.1.1. Node answers `100-continue` itself, and anything else without a word: this says it. */
export const refuseOtherExpectations = (server: Server, { ids, headers, tell }: Unhooked): void => {
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const correlationId = ids();
    const body = JSON.stringify(problemDocument(REFUSAL, plainPath(request.url ?? ''), correlationId));
    const { status } = PROBLEMS.EXPECTATION_FAILED;
    response
      .writeHead(status, {
        ...headers,
        'Content-Type': PROBLEM_TYPE,
        'Content-Length': Buffer.byteLength(body),
        'Cache-Control': 'no-store',
        'Keyledger-Correlation-Id': correlationId,
        // The body that was announced is not read.
        Connection: 'close',
      })
      .end(body);
    tell({ ...toldOf(request), status, code: REFUSAL.code, correlationId });
  });
};
