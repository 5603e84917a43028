import type { Schema } from './bad-values';

export interface Field {
  /** As a problem document names it: `roles[0].roleId`. */
  readonly path: string;
  readonly schema: Schema;
  /** A body that has this value there, and nothing else. */
  with(value: unknown): Readonly<Record<string, unknown>>;
}

/** Every field of a body, however deep; `resolve` follows references. */
export const fieldsOf = (body: Schema, resolve: (schema: Schema) => Schema): readonly Field[] =>
  Object.entries(body.properties ?? {}).flatMap(([name, found]) =>
    within(name, resolve(found), (value) => ({ [name]: value }), resolve),
  );

const within = (
  path: string,
  schema: Schema,
  put: Field['with'],
  resolve: (schema: Schema) => Schema,
): readonly Field[] => {
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, found]) =>
    within(`${path}.${name}`, resolve(found), (value) => put({ [name]: value }), resolve),
  );
  const named = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const ofRecord =
    named === undefined ? [] : within(`${path}.member`, resolve(named), (value) => put({ member: value }), resolve);
  const item = schema.items === undefined ? undefined : resolve(schema.items);
  const items = item === undefined ? [] : within(`${path}[0]`, item, (value) => put([value]), resolve);
  return [{ path, schema, with: put }, ...members, ...ofRecord, ...items];
};
