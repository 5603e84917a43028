import type { Json } from '../../../test/support/json';
import { demoServer, type DemoServer } from '../../../test/support/edge/demo-server';

let server: DemoServer;
let document: Json;
beforeAll(async () => {
  server = await demoServer();
  document = (await server.call('GET', '/api/v1/openapi.json', { headers: { authorization: '' } })).json;
});
afterAll(() => server.close());

const resolved = ({ $ref }: Json): Json => document.components.schemas[$ref.split('/').at(-1)];
const names = (parameters: { name: string }[]) => parameters.map(({ name }) => name);

test('it is OpenAPI 3.1 of every operation and nothing else', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.paths['/things/{id}/versions/{version}'].put.parameters[1].schema).toMatchObject({
    minimum: 1,
    type: 'integer',
  });
  expect(Object.keys(document.paths['/things'])).toEqual(['post', 'get']);
  expect(JSON.stringify(document)).not.toContain('x-says');
});

test('a body states every field and limit', () => {
  const { schema } = document.paths['/things'].post.requestBody.content['application/json'];
  expect(resolved(schema)).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: { name: { minLength: 1, maxLength: 200 }, minutes: { minimum: 5, maximum: 1440 } },
  });
  const patch = document.paths['/things/{id}'].patch.requestBody.content['application/merge-patch+json'].schema;
  expect(resolved(patch).properties.colour).toEqual({ type: ['string', 'null'], enum: ['red', 'blue', null] });
});

test('patterns are such as every dialect reads', () => {
  const { properties } = resolved(document.paths['/things'].post.requestBody.content['application/json'].schema);
  expect(properties.name.pattern).toMatch(/^\^\[ /);
  expect(properties.credential).toMatchObject({ type: 'string', minLength: 1 });
  expect(properties.credential.pattern).toBeUndefined();
  expect(JSON.stringify(document)).not.toMatch(/ud800|\[\^\]/);
});

test('an operation names its headers, answers and every problem', () => {
  const { post, get } = document.paths['/things'];
  expect(names(post.parameters)).toEqual(['Idempotency-Key']);
  expect(names(get.parameters)).toEqual(['limit', 'cursor', 'flag', 'q', 'Keyledger-Min-Position']);
  expect(names(document.paths['/things/{id}'].patch.parameters)).toEqual(['id', 'If-Match']);
  expect(Object.keys(post.responses)).toEqual([
    '201',
    '400',
    '401',
    '403',
    '404',
    '409',
    '413',
    '415',
    '422',
    '500',
    '503',
  ]);
  expect(post.responses['201'].content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Thing' });
  expect(Object.keys(post.responses['201'].headers)).toContain('Keyledger-Position');
  expect(post.responses['409'].content['application/problem+json']).toEqual({
    schema: { $ref: '#/components/schemas/Problem' },
    'x-codes': ['CONFLICT', 'IDEMPOTENCY_IN_PROGRESS'],
    'x-problems': {
      CONFLICT: { $ref: '#/components/schemas/ConflictProblem' },
      IDEMPOTENCY_IN_PROGRESS: { $ref: '#/components/schemas/IdempotencyInProgressProblem' },
    },
  });
  expect(document.paths['/things/public/word'].get.security).toEqual([]);
  expect(Object.keys(document.paths['/things/public/word'].get.responses)).not.toContain('401');
});

test('every reference leads somewhere', () => {
  for (const [, path] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = (path as string).split('/').reduce((part, name) => part?.[name], document);
    expect(found).toBeDefined();
  }
});
