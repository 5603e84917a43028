import type { RouteDefinition } from '../platform/endpoint/route-definition';
import { PROBLEMS, type ProblemCode } from '../problem/codes';
import { PROBLEM_TYPE } from '../problem/problem-document';
import { Problem, problemSchema } from '../problem/problem-schemas';
import { headerReferences, type HeaderName } from './headers';

/** Names of the parameters of a route's path, in their order: `/vaults/:id`. */
const pathParameters = (path: string): readonly string[] =>
  [...path.matchAll(/:([A-Za-z]\w*)/g)].map(([, name]) => name as string);

/** Every code an operation may answer: its own, and those that follow from what kind it is. */
const codesOf = (method: string, path: string, operation: RouteDefinition): readonly ProblemCode[] => {
  const codes = new Set<ProblemCode>(operation.codes);
  const add = (condition: boolean, ...more: readonly ProblemCode[]): void => {
    if (condition) for (const code of more) codes.add(code);
  };
  add(true, 'VALIDATION_FAILED', 'INTERNAL', 'STREAM_UNREADABLE', 'UNAVAILABLE');
  add(operation.public !== true, 'UNAUTHENTICATED', 'PERMISSION_DENIED', 'ISSUER_UNAVAILABLE');
  add(operation.public !== true && operation.always !== true, 'SUPPORT_ACCESS_OFF');
  add(method !== 'GET', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  // A repetition may come when what was made is gone.
  add(pathParameters(path).length > 0 || operation.recipe !== undefined, 'NOT_FOUND');
  add(operation.ifMatch, 'PRECONDITION_FAILED');
  add(method === 'POST' && operation.public !== true, 'IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED');
  return [...codes].toSorted();
};

const headersOf = (status: number): readonly HeaderName[] => {
  if (status === 401) return ['Keyledger-Correlation-Id', 'WWW-Authenticate'];
  return ['Keyledger-Correlation-Id', ...([409, 429, 503].includes(status) ? (['Retry-After'] as const) : [])];
};

/** The refusals of an operation, by status. */
export const problemAnswers = (method: string, path: string, operation: RouteDefinition): Record<string, object> => {
  const codesOfAll = codesOf(method, path, operation);
  const statuses = [...new Set(codesOfAll.map((code) => PROBLEMS[code].status))];
  const byStatus = statuses.map(
    (status) => [status, codesOfAll.filter((code) => PROBLEMS[code].status === status)] as const,
  );
  return Object.fromEntries(
    byStatus.map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
        headers: headerReferences(headersOf(status)),
        content: {
          [PROBLEM_TYPE]: {
            schema: Problem,
            'x-codes': codes,
            'x-problems': Object.fromEntries(codes.map((code) => [code, problemSchema(code)])),
          },
        },
      },
    ]),
  );
};
