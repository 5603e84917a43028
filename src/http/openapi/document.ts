import { BASE_PATH } from '../reply/reply';
import type { Route } from '../edge/routes';
import type { Operation } from '../operation/operation';
import { withExamples } from './examples';
import { HEADERS } from './headers';
import { operationObject } from './operation-object';
import { hoistTitled } from './schemas';

type Documented = Route & { readonly operation: Operation };

const isDocumented = (route: Route): route is Documented =>
  route.operation !== undefined && route.method !== 'HEAD' && route.path.startsWith(`${BASE_PATH}/`);

const inBraces = (path: string): string => path.slice(BASE_PATH.length).replaceAll(/:([A-Za-z]\w*)/g, '{$1}');

/** The OpenAPI 3.1 document of these routes, plain JSON. */
export const openApiDocument = (routes: readonly Route[], version: string): object => {
  const paths: Record<string, Record<string, object>> = {};
  const schemas: Record<string, object> = {};
  for (const { method, path, operation } of routes.filter(isDocumented)) {
    const item = (paths[inBraces(path)] ??= {});
    item[method.toLowerCase()] = hoistTitled(
      withExamples(operationObject(method, path, operation), operation.id ?? ''),
      schemas,
    );
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Keyledger',
      version,
      description: 'Check a credential out, use it, check it in; every step is a fact in an append-only log.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: BASE_PATH }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas,
      headers: HEADERS,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
};
