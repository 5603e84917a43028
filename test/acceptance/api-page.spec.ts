import { Ajv2020 } from 'ajv/dist/2020';
import type { Json } from '../support/json';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

/** What somebody who reads the API page finds at each operation. */
let application: RunningApplication;
let operations: readonly [string, Json][];
let document: Json;
beforeAll(async () => {
  application = await runningApplication();
  document = await (await fetch(`${application.url}/api/v1/openapi.json`)).json();
  operations = Object.entries(document.paths as Record<string, Record<string, Json>>).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Json] => [`${method} ${path}`, operation]),
  );
});
afterAll(() => application.end());

const lacking = (has: (operation: Json) => boolean): readonly string[] =>
  operations.filter(([, operation]) => !has(operation)).map(([name]) => name);

test('every operation says what it does beyond its summary, and what the caller needs', () => {
  expect(operations.length).toBeGreaterThan(80);
  expect(lacking(({ description = '' }) => /^[^]{20,}\n\nNeeds: [^\n]{5,}\.$/.test(description))).toEqual([]);
});

test('every operation has a speaking name of its own', () => {
  expect(lacking(({ operationId = '' }) => /^[a-z]+([A-Z][a-z]+)+$/.test(operationId))).toEqual([]);
  const ids = operations.map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(document.paths['/identities/{id}/checkout'].post.operationId).toBe('checkOutIdentity');
});

/** Every text and number that has no words of its own, with the way to it. */
const leaves = (part: Json, way = ''): readonly [string, Json][] => {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap((item, i) => leaves(item, `${way}/${i}`));
  const isLeaf = (schema: Json): boolean =>
    [schema?.type].flat().some((type: string) => ['string', 'integer', 'number'].includes(type)) &&
    schema.enum === undefined &&
    schema.const === undefined;
  const found: [string, Json][] = [];
  for (const [name, schema] of Object.entries((part.properties ?? {}) as Record<string, Json>)) {
    if (isLeaf(schema)) found.push([`${way}.${name}`, schema]);
  }
  if (typeof part.in === 'string' && part.in !== 'header' && isLeaf(part.schema)) {
    found.push([`${way}?${part.name}`, part.schema]);
  }
  return [...found, ...Object.entries(part).flatMap(([name, member]) => leaves(member, `${way}/${name}`))];
};

test('every text and number has an example, and it is one that would be accepted', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const all = leaves({ paths: document.paths, components: document.components });
  expect(all.length).toBeGreaterThan(300);
  expect(all.filter(([, { examples }]) => !Array.isArray(examples)).map(([way]) => way)).toEqual([]);
  const refused = all.filter(([, schema]) => !schema.examples.every((example: Json) => ajv.validate(schema, example)));
  expect(refused.map(([way, { examples }]) => `${way}: ${examples}`)).toEqual([]);
});

test('what a problem carries beside the standard members is typed', () => {
  const { properties } = document.components.schemas.Problem;
  expect(Object.keys(properties)).toEqual(
    expect.arrayContaining(['errors', 'holders', 'permission', 'level', 'position']),
  );
  expect(properties.holders).toMatchObject({ items: { $ref: '#/components/schemas/Holder' } });
  expect(document.components.schemas.Holder.properties).toMatchObject({
    userEmail: { type: 'string' },
    own: { type: 'boolean' },
  });
});

test('JSON has a shape, and whatever can be had as CSV says so', () => {
  const contentOf = ({ responses }: Json): Json => responses['200']?.content ?? {};
  expect(lacking((operation) => contentOf(operation)['application/json']?.schema.type !== 'string')).toEqual([]);
  const isRead = (operation: Json): boolean => operation.requestBody === undefined;
  const hasCsv = ({ parameters = [] }: Json): boolean =>
    parameters.some(({ name, schema }: Json) => name === 'format' && schema.enum?.includes('csv'));
  const inCsv = operations.filter(([, operation]) => isRead(operation) && hasCsv(operation));
  expect(inCsv.length).toBeGreaterThan(3);
  expect(inCsv.filter(([, operation]) => !contentOf(operation)['text/csv']).map(([name]) => name)).toEqual([]);
});

test('every list has pages, but the one that is streamed whole', () => {
  const schemaOf = ({ responses }: Json): Json => {
    const name = responses['200']?.content?.['application/json']?.schema.$ref?.split('/').at(-1);
    return document.components.schemas[name] ?? {};
  };
  const lists = operations.filter(([, operation]) => schemaOf(operation).properties?.nextCursor !== undefined);
  const isPaged = ({ parameters = [] }: Json): boolean =>
    ['limit', 'cursor'].every((wanted) => parameters.some(({ name }: Json) => name === wanted));
  expect(lists.length).toBeGreaterThan(30);
  expect(lists.filter(([, operation]) => !isPaged(operation)).map(([name]) => name)).toEqual(['get /access-review']);
});
