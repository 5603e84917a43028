import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest, onRouteHookHandler, preParsingHookHandler } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { isScimPath, SCIM_TYPE } from '../scim/urns';
import { MOST_PARTS_OF_SCIM } from './json-bounds';
import { jsonIn } from './json-in';

const BYTES = 'application/octet-stream';

type Done = (error: Error | null, body?: unknown) => void;

/**
 * RFC 9110 § 8.4: a list of codings, in any case. Nothing is unpacked here: a small body could become a large one.
 */
const isPacked = ({ headers }: FastifyRequest): boolean =>
  (headers['content-encoding'] ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .some((coding) => coding !== '' && coding !== 'identity');

/** RFC 8259 § 8.1: JSON is UTF-8. What calls itself something else would be read wrongly where it is not ASCII. */
const isOtherCharset = ({ headers }: FastifyRequest): boolean => {
  const named = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1]?.toLowerCase();
  return named !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(named);
};

const unsupported = (detail: string): RefusedError => new RefusedError(refuse('UNSUPPORTED_MEDIA_TYPE', detail));

const json = (request: FastifyRequest, bytes: Buffer, done: Done): void => {
  if (isPacked(request)) return done(unsupported('Send it without Content-Encoding: nothing is unpacked here.'));
  if (isOtherCharset(request)) return done(unsupported('Send application/json in UTF-8.'));
  // An agent signs bytes: they are read once it is known whose they are.
  if (request.routeOptions.config.operation?.agent !== undefined) return done(null, bytes);
  try {
    done(null, jsonIn(bytes, isScimPath(request.url) ? MOST_PARTS_OF_SCIM : undefined));
  } catch (error) {
    done(error as Error);
  }
};

/** A command that needs no field takes `{}` without a content type, and any content type without a body. */
const other = (request: FastifyRequest, bytes: Buffer, done: Done): void => {
  const { operation } = request.routeOptions.config;
  const needsFields = operation?.needsFields === true;
  const bare = request.method !== 'PATCH' && request.headers['content-type'] === undefined;
  if (bytes.length === 0) return done(null, undefined);
  if (bare && !needsFields) return json(request, bytes, done);
  return done(unsupported('Send application/json.'));
};

/** A body that its handler reads itself is handed on as it comes; any other is gathered as far as a body may go. */
const stream = (request: FastifyRequest, payload: IncomingMessage, done: Done): void => {
  if (request.routeOptions.config.operation?.raw === true) {
    if (isPacked(request)) return done(unsupported('Send it without Content-Encoding: nothing is unpacked here.'));
    return done(null, payload);
  }
  payload.resume();
  const isEmpty = request.headers['content-length'] === '0' || request.headers['content-length'] === undefined;
  return isEmpty && request.headers['transfer-encoding'] === undefined
    ? done(null, undefined)
    : done(unsupported('Send application/json.'));
};

/** Below SCIM's path its media type is JSON, also where nothing is. */
const scim = (request: FastifyRequest, bytes: Buffer, done: Done): void =>
  isScimPath(request.url) ? json(request, bytes, done) : other(request, bytes, done);

/** A file is told its type before anything of it is read: gathered as something else it would be too large, or no JSON. */
const isFile: preParsingHookHandler = ({ headers }, _, payload, done) => {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === BYTES) done(null, payload);
  else done(unsupported(`Send the file as ${BYTES}.`));
};

const judgeFiles: onRouteHookHandler = (route) => {
  if (route.config?.operation?.raw === true) route.preParsing = [route.preParsing ?? [], isFile].flat();
};

export const readBodies = (instance: FastifyInstance): void => {
  instance.addHook('onRoute', judgeFiles);
  instance.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer' } as const;
  instance.addContentTypeParser(['application/json', 'application/merge-patch+json'], options, json);
  instance.addContentTypeParser(SCIM_TYPE, options, scim);
  instance.addContentTypeParser(BYTES, stream);
  instance.addContentTypeParser('*', options, other);
};
