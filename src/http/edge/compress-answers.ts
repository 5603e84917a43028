import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import type { FastifyInstance, onRouteHookHandler, onSendHookHandler } from 'fastify';
import type { RouteDefinition } from '../platform/endpoint/route-definition';

/** Below this compressing costs more than it saves, bytes. What is streamed has no length beforehand, and is always compressed. */
const THRESHOLD = 1024;

/** Not bundles of evidence, parts of which are fetched by their bytes; not hashes; and no event stream. */
const TEXTS: ReadonlySet<string> = new Set(['application/json', 'application/jsonl', 'text/csv']);

/** For routes that are no operation, and carry no secret: `instance.get(path, { compress: COMPRESSED }, …)`. */
export const COMPRESSED = {
  encodings: ['gzip' as const],
  threshold: THRESHOLD,
  // Beside what is commonly known to be text.
  customTypes: /^application\/jsonl(?:;|$)/,
  // What a stream has said is passed on at once, as without compressing: a slow export is no dead one.
  zlibOptions: { flush: constants.Z_SYNC_FLUSH },
};

/**
 * What is read, unless it carries a secret: how well something compresses tells of what it holds, to whoever can have a text of
 * theirs put beside it (BREACH). A command's answer never is: that is where values, tokens and keys are handed out. A strong
 * `ETag` names bytes, and would need another one for compressed bytes.
 */
const isCompressed = (method: string | readonly string[], operation: RouteDefinition): boolean =>
  method === 'GET' &&
  operation.secret !== true &&
  operation.agent === undefined &&
  operation.etag !== true &&
  (operation.produces === undefined || operation.produces.some((media) => TEXTS.has(media)));

/** Compressed bytes are not made for HEAD, so whoever would get those of GET is told no length: that of the text is another one. */
const withoutLength: onSendHookHandler = (request, reply, payload, done) => {
  if (request.headers['accept-encoding'] !== undefined) reply.removeHeader('content-length');
  done(null, payload);
};

const judge: onRouteHookHandler = (route) => {
  const operation = route.config?.operation;
  const isHead = route.method === 'HEAD';
  if (operation === undefined) route.compress ??= false;
  else route.compress = isCompressed(isHead ? 'GET' : route.method, operation) && COMPRESSED;
  if (!isHead || route.compress === false) return;
  route.compress = false;
  route.onSend = [route.onSend ?? [], withoutLength].flat();
};

/** Compresses answers for whoever asks for it (`Accept-Encoding`). What comes in is never decompressed. */
export const compressAnswers = async (instance: FastifyInstance): Promise<void> => {
  instance.addHook('onRoute', judge);
  await instance.register(fastifyCompress, { global: false });
};
