import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import { jsonIn } from './json-in';

type Done = (error: Error | null, body?: unknown) => void;

/** RFC 9110 § 8.4. Nothing is unpacked here: a small body could become a large one. */
const isPacked = ({ headers }: FastifyRequest): boolean => (headers['content-encoding'] ?? 'identity') !== 'identity';

const json = (request: FastifyRequest, bytes: Buffer, done: Done): void => {
  if (isPacked(request)) {
    return done(new Refused(refuse('UNSUPPORTED_MEDIA_TYPE', 'Send it without Content-Encoding.')));
  }
  // An agent signs bytes: they are read once it is known whose they are.
  if (request.routeOptions.config.operation?.agent !== undefined) return done(null, bytes);
  try {
    done(null, jsonIn(bytes));
  } catch (error) {
    done(error as Error);
  }
};

/** A command that needs no field takes `{}` without a content type, and any content type without a body. */
const other = (request: FastifyRequest, bytes: Buffer, done: Done): void => {
  const required = request.routeOptions.config.operation?.body?.required ?? [];
  const bare = request.method !== 'PATCH' && request.headers['content-type'] === undefined;
  if (bytes.length === 0) return done(null, undefined);
  if (bare && required.length === 0) return json(request, bytes, done);
  return done(new Refused(refuse('UNSUPPORTED_MEDIA_TYPE', 'Send application/json.')));
};

export const readBodies = (instance: FastifyInstance): void => {
  instance.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer' } as const;
  instance.addContentTypeParser(['application/json', 'application/merge-patch+json'], options, json);
  instance.addContentTypeParser('*', options, other);
};
