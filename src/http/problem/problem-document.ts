import { Type } from '@sinclair/typebox';
import type { Refusal } from '../../kernel/refusal';
import { oneOf } from '../schema/fields';
import { PROBLEMS, type ProblemCode } from './codes';

export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457 § 3.1, with the stable `code`, and what a code adds. */
export const Problem = Type.Object(
  {
    type: Type.String({ format: 'uri' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    instance: Type.String({ description: 'The path asked for.' }),
    correlationId: Type.Optional(Type.String({ description: 'Finds the request in the log.' })),
    errors: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), {
        description: 'With VALIDATION_FAILED: what is wrong where.',
      }),
    ),
    permission: Type.Optional(Type.String({ description: 'With PERMISSION_DENIED: what is missing.' })),
    level: Type.Optional(Type.String({ description: 'With VAULT_ACCESS_DENIED: what a grant would have to give.' })),
    holders: Type.Optional(
      Type.Array(
        Type.Object({
          userId: Type.String(),
          userEmail: Type.String(),
          since: Type.String({ format: 'date-time' }),
          until: Type.String({ format: 'date-time' }),
          own: Type.Boolean({ description: 'It is the caller who holds it.' }),
        }),
        { description: 'With ALREADY_CHECKED_OUT: who holds it.' },
      ),
    ),
    requests: Type.Optional(
      Type.Array(
        Type.Object({
          id: Type.String(),
          status: oneOf('pending', 'approved', 'denied', 'expired', 'cancelled', 'revoked', 'used'),
        }),
        {
          description: "With APPROVAL_REQUIRED: the caller's requests for the identity, and how they stand.",
        },
      ),
    ),
    position: Type.Optional(Type.String({ description: 'With UNAVAILABLE, to a read: how far this node has come.' })),
  },
  { title: 'Problem', additionalProperties: true },
);

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
