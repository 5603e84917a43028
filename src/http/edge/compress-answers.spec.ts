import fastify, { type FastifyInstance } from 'fastify';
import type { RouteDefinition } from '../platform/endpoint/route-definition';
import { swaggerDocument } from '../platform/openapi/swagger-document';
import { runningApplication, type RunningApplication } from '../../../test/support/application/running-application';
import { compressAnswers } from './compress-answers';

/** Every operation there is, of agents too, with an answer of the same large text behind the real rule for its route. */
const TEXT = JSON.stringify({ text: 'a secret '.repeat(1000) });

interface Named {
  readonly method: string;
  readonly operation: RouteDefinition;
  /** Of its answers, as the document has them. */
  readonly fields: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

let application: RunningApplication;
let named: readonly Named[];
let rule: FastifyInstance;

/** The names of all fields of a schema, however deep. */
const namesIn = (part: unknown, schemas: Json, seen = new Set<string>()): readonly string[] => {
  if (typeof part !== 'object' || part === null) return [];
  const { $ref, properties } = part as { readonly $ref?: string; readonly properties?: Json };
  const name = $ref?.split('/').at(-1) ?? '';
  const referred = name === '' || seen.has(name) ? [] : namesIn(schemas[name], schemas, seen.add(name));
  return [
    ...Object.keys(properties ?? {}),
    ...referred,
    ...Object.values(part).flatMap((each) => namesIn(each, schemas, seen)),
  ];
};

beforeAll(async () => {
  application = await runningApplication();
  const { app, routes } = application.server;
  const { paths, components } = swaggerDocument(app, '0');
  const schemas = (components?.schemas ?? {}) as Json;
  rule = fastify();
  await compressAnswers(rule);
  named = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as unknown as Readonly<Record<string, Json>>).map(([verb, described]) => {
      const method = verb.toUpperCase();
      const operation = routes.find(({ operation: each }) => each?.id === described['operationId'])?.operation;
      if (operation === undefined) throw new Error(`${method} ${path} is documented, and not served`);
      rule.route({
        method: method as 'GET',
        url: `/${operation.id}`,
        config: { operation },
        handler: (_, reply) => reply.type('application/json; charset=utf-8').send(TEXT),
      });
      return { method, operation, fields: namesIn(described['responses'], schemas) };
    }),
  );
});
afterAll(async () => {
  await rule.close();
  await application.end();
});

const encodingOf = async ({ method, operation }: Named, accept = 'gzip, deflate, br'): Promise<unknown> => {
  const headers = { 'accept-encoding': accept };
  const answer = await rule.inject({ method: method as 'GET', url: `/${operation.id}`, headers });
  expect([operation.id, answer.statusCode]).toEqual([operation.id, 200]);
  return answer.headers['content-encoding'];
};

const compressed = async (): Promise<readonly Named[]> => {
  const found = await Promise.all(named.map(async (each) => ((await encodingOf(each)) === 'gzip' ? [each] : [])));
  return found.flat();
};

/** What a secret is called where it is handed out. */
const SECRETS = ['token', 'credential', 'secret', 'password', 'privateKey', 'sealed', 'challenge', 'value'];

test('there are operations of all kinds', async () => {
  expect(named.length).toBeGreaterThan(120);
  expect((await compressed()).length).toBeGreaterThan(20);
});

test('what carries a secret is compressed for nobody, whatever else it is', async () => {
  const secret = named.filter(({ operation }) => operation.secret === true);
  expect(secret.map(({ operation }) => operation.id)).toEqual(
    expect.arrayContaining([
      'checkOutIdentity',
      'revealIdentity',
      'breakGlass',
      'makeToken',
      'issueJoinToken',
      'createScimConnection',
      'makeScimToken',
      'leaseJob',
    ]),
  );
  for (const each of secret) {
    expect([each.operation.id, await encodingOf(each, 'gzip')]).toEqual([each.operation.id, undefined]);
  }
});

test('no answer that is compressed has a field that is called as a secret is', async () => {
  const carry = (await compressed()).filter(({ fields }) => fields.some((name) => SECRETS.includes(name)));
  expect(carry.map(({ operation }) => operation.id)).toEqual([]);
});

test('commands, agents, streams of events, what is fetched in parts, and what has a strong tag are answered as they are', async () => {
  const odd = (await compressed()).filter(
    ({ method, operation }) =>
      method !== 'GET' ||
      operation.agent !== undefined ||
      operation.etag === true ||
      operation.produces?.every((media) => !/json|csv/.test(media)),
  );
  expect(odd.map(({ operation }) => operation.id)).toEqual([]);
});
