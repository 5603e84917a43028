import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { Ajv2020 } from 'ajv/dist/2020';
import type { FastifyRequest } from 'fastify';
import { documentedAnswer } from '../platform/openapi/documented-answer';
import type { Reply } from '../reply/reply';

const isStream = (body: unknown): boolean => body instanceof Readable || body instanceof StreamableFile;

/** Headers that an answer has where it is documented, and only there. */
const headersOf = ({ about: { position, location, revision } }: Reply): Readonly<Record<string, boolean>> => ({
  'Keyledger-Position': position !== undefined && position !== '',
  Location: location !== undefined,
  ETag: revision !== undefined,
});

/** Throws when an answer is not what its operation says: the document would be wrong. */
export const answerInspector = (documents: readonly (() => object)[]) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const finders = documents.map(documentedAnswer);
  const find = (id: string, status: number) =>
    finders.map((finder) => finder(id, status)).find((answer) => answer !== undefined);
  return (request: FastifyRequest, reply: Reply): void => {
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
