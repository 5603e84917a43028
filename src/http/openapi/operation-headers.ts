import type { RouteDefinition } from '../platform/endpoint/route-definition';
import { REQUEST_HEADERS, type HeaderName, type RequestHeaderName } from './headers';

/** What a request may carry, by the kind of its operation. */
export const requestHeaders = (method: string, operation: RouteDefinition): readonly object[] => {
  const names: RequestHeaderName[] = [];
  if (method === 'POST' && operation.public !== true && operation.raw !== true) names.push('Idempotency-Key');
  if (operation.reads !== undefined) names.push('Keyledger-Min-Position');
  if (operation.ifMatch) names.push('If-Match');
  return names.map((name) => ({ name, in: 'header', required: false, ...REQUEST_HEADERS[name] }));
};

/** What a success carries. */
export const answerHeaders = (method: string, status: number, operation: RouteDefinition): readonly HeaderName[] => [
  'Keyledger-Correlation-Id',
  ...(method === 'GET' ? [] : (['Keyledger-Position'] as const)),
  ...(status === 201 && operation.unplaced !== true ? (['Location'] as const) : []),
  ...(operation.etag === true ? (['ETag'] as const) : []),
  ...(method === 'GET' && operation.reads !== undefined ? (['Keyledger-Stale'] as const) : []),
];
