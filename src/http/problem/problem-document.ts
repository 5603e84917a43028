import type { Refusal } from '../../kernel/refusal';
import { PROBLEMS, type ProblemCode } from './codes';

export const PROBLEM_TYPE = 'application/problem+json';

const text = { type: 'string' };
const said = (description: string) => ({ ...text, description });
const moment = { ...text, format: 'date-time' };
const listOf = (properties: object, description: string) => ({
  type: 'array',
  items: { type: 'object', properties, required: Object.keys(properties) },
  description,
});
const STATUSES = ['pending', 'approved', 'denied', 'expired', 'cancelled', 'revoked', 'used'];

/** RFC 9457 § 3.1 as JSON Schema, with the stable `code`, and what a code adds. */
export const Problem = {
  title: 'Problem',
  type: 'object',
  additionalProperties: true,
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
  properties: {
    type: { ...text, format: 'uri' },
    title: text,
    status: { type: 'integer' },
    code: text,
    detail: text,
    instance: said('The path asked for.'),
    correlationId: said('Finds the request in the log.'),
    errors: listOf({ field: text, message: text }, 'With VALIDATION_FAILED: what is wrong where.'),
    permission: said('With PERMISSION_DENIED: what is missing.'),
    level: said('With VAULT_ACCESS_DENIED: what a grant would have to give.'),
    holders: listOf(
      {
        userId: text,
        userEmail: text,
        since: moment,
        until: moment,
        own: { type: 'boolean', description: 'It is the caller who holds it.' },
      },
      'With ALREADY_CHECKED_OUT: who holds it.',
    ),
    requests: listOf(
      { id: text, status: { ...text, enum: STATUSES } },
      "With APPROVAL_REQUIRED: the caller's requests for the identity, and how they stand.",
    ),
    position: said('With UNAVAILABLE, to a read: how far this node has come.'),
  },
};

/** The document of a refusal. `Retry-After` is a header, not a member. */
export const problemDocument = ({ code, detail, extra }: Refusal, instance: string, correlationId: string): object => {
  const { status, title } = PROBLEMS[code as ProblemCode];
  const { retryAfterSeconds: _, ...members } = extra ?? {};
  return {
    ...members,
    type: `urn:keyledger:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code,
    detail,
    instance,
    ...(status >= 500 ? { correlationId } : {}),
  };
};
