import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { requestStateOf } from '../edge/request-state';
import { scimErrorDocument } from '../scim/scim-error';
import { isScimPath, SCIM_TYPE } from '../scim/urns';
import { PROBLEMS, type ProblemCode } from './codes';
import { PROBLEM_TYPE, problemDocument } from './problem-document';
import { problemOf } from './problem-of';

/** The caller went away before all of the body had come: nobody's defect, and nobody reads the answer. */
const hungUp = (error: unknown, { raw }: FastifyRequest): boolean =>
  raw.destroyed && !raw.complete && (error as { code?: unknown } | null)?.code === 'ECONNRESET';

/** Where defects are told. */
export abstract class DefectLog {
  abstract error(fields: object, message: string): void;
}

/** Where it happened, without the message: that may hold what it failed on. */
const framesOf = (error: unknown): readonly string[] =>
  error instanceof Error ? (error.stack ?? '').split('\n').filter((frame) => /^\s+at /.test(frame)) : [];

/** RFC 9110 § 11.6.1: a 401 says how to come in. */
const challengeOf = (request: FastifyRequest): string => {
  if (request.routeOptions.config.operation?.agent !== undefined) return 'Keyledger-Agent';
  return requestStateOf(request).bearer ? 'Bearer error="invalid_token"' : 'Bearer';
};

const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;

/** Answers an error, whatever it is, as a problem document, or as SCIM has it below its path; a defect goes to the log as well. */
export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply, log: DefectLog): void => {
  const edge = requestStateOf(request);
  const refusal = hungUp(error, request)
    ? refuse('VALIDATION_FAILED', 'The body did not come to its end.', {
        errors: [{ field: 'body', message: 'did not come to its end' }],
      })
    : problemOf(error);
  const { status } = PROBLEMS[refusal.code as ProblemCode];
  edge.refusedWith = refusal.code;
  if (status === 500) {
    const name = error instanceof Error ? error.name : typeof error;
    log.error({ correlationId: edge.correlationId, error: name, frames: framesOf(error) }, 'a request failed');
  }
  // Too late for an answer: it timed out, or a stream broke half-way.
  if (reply.sent) return;
  const retryAfter = refusal.extra?.['retryAfterSeconds'];
  if (typeof retryAfter === 'number') reply.header('Retry-After', String(Math.max(1, Math.ceil(retryAfter))));
  if (status === 401) reply.header('WWW-Authenticate', challengeOf(request));
  // What fails before the first hook has no such header yet.
  reply.header('keyledger-correlation-id', edge.correlationId);
  // Bytes: to text Fastify would add a charset, which the media type does not have (RFC 9457 § 6.1).
  const isScim = isScimPath(request.url);
  const document = isScim
    ? scimErrorDocument(refusal, status)
    : problemDocument(refusal, pathOf(request.url), edge.correlationId);
  reply
    .code(status)
    .header('Cache-Control', 'no-store')
    .type(isScim ? SCIM_TYPE : PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(document)));
};
