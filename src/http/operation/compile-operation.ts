import { Type, type TSchema } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import { edgeOf } from '../edge/edge';
import { revisionIn } from '../reply/entity-tag';
import { Id, input } from '../schema/fields';
import { readQuery } from '../schema/read-query';
import { validator } from '../schema/validator';
import type { Operation } from './operation';
import { pathParameters } from './path-parameters';
import { entryOf } from '../../kernel/entry-of';

/** Judges a request against its operation. Errors: {@link Refused}. */
export type Judge = (request: FastifyRequest) => void;

const NOTHING = input({});

/** Made once for each route, when the server starts. */
export const compileOperation = (operation: Operation, path: string): Judge => {
  const body = validator(operation.body ?? NOTHING, 'body');
  const query = validator(operation.query ?? NOTHING, 'query');
  const names = pathParameters(path);
  const schemas = Object.fromEntries(names.map((name) => [name, entryOf(operation.params, name) ?? Id]));
  const params = validator(Type.Object(schemas, { additionalProperties: false }), 'query');
  const numbers = names.filter((name) => entryOf<TSchema>(schemas, name)?.['type'] === 'integer');

  const judgePath = (request: FastifyRequest): void => {
    const found = Object.entries(request.params as object).map(([name, text]) =>
      numbers.includes(name) && /^[1-9]\d{0,14}$/.test(String(text)) ? [name, Number(text)] : [name, text],
    );
    request.params = Object.fromEntries(found);
    try {
      params(request.params);
    } catch {
      throw new Refused(refuse('NOT_FOUND', `There is no such ${operation.thing ?? 'thing'}.`));
    }
  };

  return (request) => {
    const edge = edgeOf(request);
    const search = request.url.indexOf('?');
    edge.query = readQuery(search < 0 ? '' : request.url.slice(search + 1), operation.query);
    query(edge.query);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      if (request.body === undefined) request.body = {};
      body(request.body);
    }
    if (names.length > 0) judgePath(request);
    if (operation.ifMatch === true) {
      const revision = revisionIn(request.headers['if-match']);
      if (revision !== undefined) edge.ifMatch = revision;
    }
  };
};
