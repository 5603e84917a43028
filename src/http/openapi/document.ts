import type { INestApplication } from '@nestjs/common';
import type { Route } from '../edge/routes';
import type { Operation } from '../operation/operation';
import { endpointsDocument } from '../platform/openapi/endpoints-document';
import { BASE_PATH } from '../reply/reply';
import { withExamples } from './examples';
import { HEADERS } from './headers';
import { operationObject } from './operation-object';
import { hoistTitled } from './schemas';

type Documented = Route & { readonly operation: Operation };

const isDocumented = (route: Route): route is Documented =>
  route.operation !== undefined &&
  route.operation.input === undefined &&
  route.method !== 'HEAD' &&
  route.path.startsWith(`${BASE_PATH}/`);

const inBraces = (path: string): string => path.slice(BASE_PATH.length).replaceAll(/:([A-Za-z]\w*)/g, '{$1}');

/** The OpenAPI 3.1 document of these routes, plain JSON. */
export const openApiDocument = (app: INestApplication, routes: readonly Route[], version: string): object => {
  const endpoints = endpointsDocument(app, routes, version);
  const paths: Record<string, Record<string, object>> = {};
  const schemas: Record<string, object> = {};
  for (const [path, item] of Object.entries(endpoints.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const id = String((operation as Record<string, unknown>)['operationId']);
      (paths[path] ??= {})[method] = hoistTitled(withExamples(operation, id), schemas);
    }
  }
  for (const { method, path, operation } of routes.filter(isDocumented)) {
    const item = (paths[inBraces(path)] ??= {});
    item[method.toLowerCase()] = hoistTitled(
      withExamples(operationObject(method, path, operation), operation.id ?? ''),
      schemas,
    );
  }
  return {
    ...endpoints,
    paths,
    components: { ...endpoints.components, schemas: { ...endpoints.components.schemas, ...schemas }, headers: HEADERS },
  };
};
