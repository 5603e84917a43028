import type { OpenAPIObject } from '@nestjs/swagger';
import type { Route } from '../edge/routes';
import { endpointsDocument } from '../platform/openapi/endpoints-document';
import { withExamples } from './examples';
import { HEADERS } from './headers';
import { hoistTitled } from './schemas';

/** The OpenAPI 3.1 document of these routes, plain JSON. `described`: of all controllers. */
export const openApiDocument = (described: OpenAPIObject, routes: readonly Route[]): object => {
  const endpoints = endpointsDocument(described, routes);
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
