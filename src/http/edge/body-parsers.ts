import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import { invalid } from '../schema/validator';

type Done = (error: Error | null, body?: unknown) => void;

/** RFC 8259 § 8.1: UTF-8, and nothing else. `__proto__` is a member like any other, and as such unknown. */
const parsed = (bytes: Buffer): unknown => {
  if (bytes.length === 0) return undefined;
  try {
    if (isUtf8(bytes)) return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    // The parser's message quotes the body, which may be a secret.
  }
  throw invalid({ field: 'body', message: 'is not valid JSON in UTF-8' });
};

/** RFC 9110 § 8.4. Nothing is unpacked here: a small body could become a large one. */
const isPacked = ({ headers }: FastifyRequest): boolean => (headers['content-encoding'] ?? 'identity') !== 'identity';

const json = (request: FastifyRequest, bytes: Buffer, done: Done): void => {
  if (isPacked(request)) {
    return done(new Refused(refuse('UNSUPPORTED_MEDIA_TYPE', 'Send it without Content-Encoding.')));
  }
  try {
    done(null, parsed(bytes));
  } catch (error) {
    done(error as Error);
  }
};

/** A command without fields takes `{}` without a content type, and any content type without a body. */
const other = (request: FastifyRequest, bytes: Buffer, done: Done): void => {
  const { operation } = request.routeOptions.config;
  if (bytes.length === 0) return done(null, undefined);
  if (request.headers['content-type'] === undefined && operation?.body === undefined) return json(request, bytes, done);
  return done(new Refused(refuse('UNSUPPORTED_MEDIA_TYPE', 'Send application/json.')));
};

export const readBodies = (instance: FastifyInstance): void => {
  instance.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer' } as const;
  instance.addContentTypeParser(['application/json', 'application/merge-patch+json'], options, json);
  instance.addContentTypeParser('*', options, other);
};
