import type { OpenAPIObject } from '@nestjs/swagger';
import type { Route } from '../../edge/routes';
import { answerHeaders, requestHeaders } from '../../openapi/operation-headers';
import { headerReferences } from '../../openapi/headers';
import { problemAnswers } from '../../openapi/problem-answers';
import type { RouteDefinition } from '../endpoint/route-definition';
import { BASE_PATH } from '../../reply/reply';
import { fieldsOf } from '../validation/fields';
import { requestBody } from './bodies';
import { openAndClosed } from './open-and-closed';

type Json = Readonly<Record<string, unknown>>;

interface Described {
  readonly path: string;
  readonly method: string;
  readonly operation: object;
}

const withColons = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** What the class says of a parameter, and @nestjs/swagger leaves out: its examples. */
const queryParameters = (parameters: readonly Json[], { input }: RouteDefinition): readonly Json[] =>
  parameters.map(({ examples, ...parameter }) => {
    if (parameter['in'] !== 'query') return parameter;
    const required = fieldsOf(input.query).get(String(parameter['name']))?.optional !== true;
    return {
      ...parameter,
      required,
      schema: { ...(parameter['schema'] as object), ...(examples ? { examples } : {}) },
    };
  });

/** An operation with what follows from its kind: headers, problems, and how a body is sent. */
const completed = (found: Json, route: Route, operation: RouteDefinition): object => {
  const { method, path } = route;
  const { tags, parameters = [], requestBody: body, responses, ...rest } = found;
  const answers = Object.entries(responses as Record<string, Json>).map(([status, answer]) => [
    status,
    { ...answer, headers: headerReferences(answerHeaders(method, Number(status), operation)) },
  ]);
  return {
    ...rest,
    tags,
    ...(operation.public === true ? { security: [] } : {}),
    parameters: [...queryParameters(parameters as readonly Json[], operation), ...requestHeaders(method, operation)],
    ...requestBody(method, body as never, operation),
    responses: { ...Object.fromEntries(answers), ...problemAnswers(method, path, operation) },
  };
};

/** The document of every `@Endpoint` below `base`, plain JSON, out of that of all controllers. */
export const endpointsDocument = (all: OpenAPIObject, routes: readonly Route[], base: string = BASE_PATH) => {
  const document = JSON.parse(JSON.stringify(all)) as OpenAPIObject;
  const described: Described[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [verb, found] of Object.entries(item as Record<string, Json>)) {
      const method = verb.toUpperCase();
      const route = routes.find((each) => each.path === `${base}${withColons(path)}` && each.method === method);
      if (route?.operation === undefined) continue;
      described.push({ path, method: verb, operation: completed(found, route, route.operation) });
    }
  }
  const schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, Json>>;
  const told = openAndClosed(
    described.map(({ operation }) => operation as Json),
    schemas,
  );
  const paths = new Map<string, Map<string, object>>();
  for (const [i, { path, method }] of described.entries()) {
    paths.set(path, (paths.get(path) ?? new Map<string, object>()).set(method, told.operations[i] ?? {}));
  }
  const items = Object.fromEntries([...paths].map(([path, methods]) => [path, Object.fromEntries(methods)]));
  return { ...document, paths: items, components: { ...document.components, schemas: told.schemas } };
};
