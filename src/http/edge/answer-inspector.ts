import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { TSchema } from '@sinclair/typebox';
import { Ajv2020 } from 'ajv/dist/2020';
import type { FastifyRequest } from 'fastify';
import { documentedAnswer } from '../platform/openapi/documented-answer';

const isStream = (body: unknown): boolean => body instanceof Readable || body instanceof StreamableFile;

/** Throws when an answer is not what its operation says: the document would be wrong. */
export const answerInspector = (document: () => object) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const ofDocument = documentedAnswer(document);
  return (request: FastifyRequest, status: number, body: unknown): void => {
    const { operation } = request.routeOptions.config;
    if (operation === undefined || isStream(body)) return;
    const schema: TSchema | object | null | undefined =
      operation.input === undefined ? operation.answers[status] : ofDocument(operation.id ?? '', status);
    const where = `${request.method} ${request.routeOptions.url} ${status}`;
    if (schema === undefined) throw new Error(`${where} is not documented`);
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
