import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { Ajv2020 } from 'ajv/dist/2020';
import type { FastifyRequest } from 'fastify';
import type { RouteDefinition } from '../platform/endpoint/route-definition';
import { documentedAnswer } from '../platform/openapi/documented-answer';
import type { Reply } from '../reply/reply';
import type { Route } from './routes';

/** Throws when an answer is not what its operation says: the document would be wrong. */
type AnswerInspector = (request: FastifyRequest, reply: Reply) => void;

interface Known {
  readonly operations: readonly (RouteDefinition | undefined)[];
  readonly inspect: AnswerInspector;
}

const isStream = (body: unknown): boolean => body instanceof Readable || body instanceof StreamableFile;

/** Headers that an answer has where it is documented, and only there. */
const headersOf = ({ about: { position, location, revision } }: Reply): Readonly<Record<string, boolean>> => ({
  'Keyledger-Position': position !== undefined && position !== '',
  Location: location !== undefined,
  ETag: revision !== undefined,
});

const inspectorOf = (documents: readonly (() => object)[]): AnswerInspector => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const finders = documents.map(documentedAnswer);
  const find = (id: string, status: number) =>
    finders.map((finder) => finder(id, status)).find((answer) => answer !== undefined);
  return (request, reply) => {
    const { operation } = request.routeOptions.config;
    const { status, body } = reply;
    if (operation === undefined || isStream(body)) return;
    const documented = find(operation.id, status);
    const where = `${request.method} ${request.routeOptions.url} ${status}`;
    if (documented === undefined) throw new Error(`${where} is not documented`);
    const { schema } = documented;
    if (operation.agent === undefined) {
      for (const [name, sent] of Object.entries(headersOf(reply))) {
        if (documented.headers.includes(name) === sent) continue;
        throw new Error(`${where}: ${name} is ${sent ? 'sent, not documented' : 'documented, not sent'}`);
      }
    }
    if (schema === null) {
      if (body !== undefined) throw new Error(`${where} has a body`);
      return;
    }
    const json = JSON.stringify(body);
    const validate = ajv.compile(schema);
    if (json !== undefined && validate(JSON.parse(json))) return;
    throw new Error(`${where} answers what is not documented: ${ajv.errorsText(validate.errors)}`);
  };
};

const known: Known[] = [];

/**
 * The inspector of a server with these routes, made when the first answer is to be inspected. Servers of one process that
 * have the same routes share it: the documents take seconds to make, and tests start many servers.
 */
export const answerInspector = (routes: readonly Route[], documents: readonly (() => object)[]): AnswerInspector => {
  const shared = (): AnswerInspector => {
    const operations = routes.map(({ operation }) => operation);
    const isSame = (other: Known): boolean =>
      other.operations.length === operations.length && other.operations.every((each, i) => each === operations[i]);
    let found = known.find(isSame);
    if (found === undefined) known.push((found = { operations, inspect: inspectorOf(documents) }));
    return found.inspect;
  };
  let inspect: AnswerInspector | undefined;
  return (request, reply) => (inspect ??= shared())(request, reply);
};
