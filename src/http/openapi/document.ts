import type { INestApplication } from '@nestjs/common';
import type { Route } from '../edge/routes';
import { endpointsDocument } from '../platform/openapi/endpoints-document';
import { withExamples } from './examples';
import { HEADERS } from './headers';
import { hoistTitled } from './schemas';

/** The OpenAPI 3.1 document of these routes, plain JSON. */
export const openApiDocument = (app: INestApplication, routes: readonly Route[], version: string): object => {
  const endpoints = endpointsDocument(app, routes, version);
  const schemas: Record<string, object> = {};
  const completed = ([method, operation]: [string, object]) => {
    const { operationId } = operation as { readonly operationId?: string };
    return [method, hoistTitled(withExamples(operation, operationId ?? ''), schemas)];
  };
  const paths = Object.fromEntries(
    Object.entries(endpoints.paths).map(([path, item]) => [
      path,
      Object.fromEntries(Object.entries(item).map(completed)),
    ]),
  );
  return {
    ...endpoints,
    paths,
    components: { ...endpoints.components, schemas: { ...endpoints.components.schemas, ...schemas }, headers: HEADERS },
  };
};
