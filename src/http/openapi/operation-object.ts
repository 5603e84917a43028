import { STATUS_CODES } from 'node:http';
import type { TSchema } from '@sinclair/typebox';
import type { Operation } from '../operation/operation';
import { pathParameters } from '../operation/path-parameters';
import { BASE_PATH } from '../reply/reply';
import { Id } from '../schema/fields';
import { headerReferences, REQUEST_HEADERS, type HeaderName, type RequestHeaderName } from './headers';
import { problemAnswers } from './problem-answers';
import { entryOf } from '../../kernel/entry-of';

const pathParameter = (operation: Operation) => (name: string) => ({
  name,
  in: 'path',
  required: true,
  schema: entryOf(operation.params, name) ?? Id,
});

const queryParameters = ({ query }: Operation): readonly object[] =>
  Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: query?.required?.includes(name) ?? false,
    ...(schema.description === undefined ? {} : { description: schema.description }),
    schema,
  }));

export const requestHeaders = (method: string, operation: Operation): readonly object[] => {
  const names: RequestHeaderName[] = [];
  if (method === 'POST' && operation.public !== true && operation.raw !== true) names.push('Idempotency-Key');
  if (operation.reads !== undefined) names.push('Keyledger-Min-Position');
  if (operation.ifMatch === true) names.push('If-Match');
  return names.map((name) => ({ name, in: 'header', required: false, ...REQUEST_HEADERS[name] }));
};

export const answerHeaders = (method: string, status: number, operation: Operation): readonly HeaderName[] => {
  if (operation.input !== undefined) {
    return [
      ...(method === 'GET' ? [] : (['Keyledger-Position'] as const)),
      ...(status === 201 && operation.unplaced !== true ? (['Location'] as const) : []),
      ...(operation.etag === true ? (['ETag'] as const) : []),
      ...(method === 'GET' && operation.reads !== undefined ? (['Keyledger-Stale'] as const) : []),
    ];
  }
  if (method === 'GET') return operation.reads === undefined ? ['ETag'] : ['ETag', 'Keyledger-Stale'];
  return status === 201 ? ['Keyledger-Position', 'Location', 'ETag'] : ['Keyledger-Position', 'ETag'];
};

const answer = (method: string, status: number, schema: TSchema | null, operation: Operation): object => ({
  description: STATUS_CODES[status] ?? String(status),
  headers: headerReferences(answerHeaders(method, status, operation)),
  ...(schema === null
    ? {}
    : { content: Object.fromEntries((operation.produces ?? ['application/json']).map((type) => [type, { schema }])) }),
});

const bodyOf = (method: string, { body }: Operation): object => {
  if (method === 'GET' || (body === undefined && method === 'DELETE')) return {};
  const type = method === 'PATCH' ? 'application/merge-patch+json' : undefined;
  const schema = body ?? { type: 'object', additionalProperties: false };
  const content = { 'application/json': { schema }, ...(type === undefined ? {} : { [type]: { schema } }) };
  return { requestBody: { required: (body?.required?.length ?? 0) > 0, content } };
};

const described = ({ description, permission }: Operation): object => {
  const text = [description, permission === undefined ? undefined : `Needs: ${permission}.`];
  const said = text.filter((part) => part !== undefined).join('\n\n');
  return said === '' ? {} : { description: said };
};

/** A route as OpenAPI 3.1 states it. */
export const operationObject = (method: string, path: string, operation: Operation): object => ({
  ...(operation.id === undefined ? {} : { operationId: operation.id }),
  summary: operation.summary,
  ...described(operation),
  tags: [operation.tag ?? path.slice(BASE_PATH.length + 1).split('/', 1)[0]],
  ...(operation.public === true ? { security: [] } : {}),
  parameters: [
    ...pathParameters(path).map(pathParameter(operation)),
    ...queryParameters(operation),
    ...requestHeaders(method, operation),
  ],
  ...bodyOf(method, operation),
  responses: {
    ...Object.fromEntries(
      Object.entries(operation.answers).map(([status, schema]) => [
        status,
        answer(method, Number(status), schema, operation),
      ]),
    ),
    ...problemAnswers(method, path, operation),
  },
});
