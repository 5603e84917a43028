import type { Schema } from './bad-values';

interface Described {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  /** Empty where no token is needed. */
  readonly security?: readonly unknown[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A route as the OpenAPI document states it; its path is below `/api/v1`. */
export interface Route extends Described {
  readonly method: string;
  readonly path: string;
  readonly body?: Schema;
  /** Takes bytes, whatever they are. */
  readonly isStream: boolean;
}

export interface DescribedRoutes {
  readonly routes: readonly Route[];
  /** Follows a reference into the document, also from where null stands beside it. */
  resolve(schema: Schema): Schema;
}

const BYTES = 'application/octet-stream';

/** What a command without fields takes: `{}`, which the document does not say. */
const NO_FIELDS: Schema = { type: 'object', additionalProperties: false };
const COMMANDS = ['post', 'put', 'patch'];

export const describedRoutes = ({ paths, components }: Document): DescribedRoutes => {
  const resolve = (schema: Schema): Schema => {
    const { $ref, allOf, anyOf = [], ...own } = schema;
    if ($ref !== undefined) return { ...resolve(components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}), ...own };
    const [all] = allOf ?? [];
    if (all !== undefined) return { ...resolve(all), ...own };
    const [one, ...others] = anyOf.filter(({ type }) => type !== 'null');
    if (one === undefined || others.length > 0) return schema;
    const found = resolve(one);
    return { ...found, ...own, type: [...[found.type ?? []].flat(), ...(anyOf.length > 1 ? ['null'] : [])] };
  };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): Route => {
      const { content = {} } = described.requestBody ?? {};
      const json = content['application/json'];
      const isStream = BYTES in content;
      const fieldless = COMMANDS.includes(method) && !isStream ? { body: NO_FIELDS } : {};
      const body = json === undefined ? fieldless : { body: resolve(json.schema) };
      return { ...described, method: method.toUpperCase(), path: path.replace('/api/v1', ''), ...body, isStream };
    }),
  );
  return { routes, resolve };
};

/** A path with its parameters given: the version 1 of whatever has this id. */
export const filled = (path: string, id = 'nobody'): string =>
  path.replaceAll(/\{\w+\}/g, (name) => (name === '{version}' ? '1' : id));

/** What a route takes that wants nothing in particular, to be sent to it; `undefined`: no body. */
export const leastOf = (
  { isStream, method, body }: Route,
  json: unknown = body === undefined ? undefined : {},
): readonly [body: unknown, headers: Readonly<Record<string, string>>] => {
  if (isStream) return ['', { 'content-type': BYTES }];
  return [method === 'GET' || method === 'DELETE' ? undefined : json, {}];
};
