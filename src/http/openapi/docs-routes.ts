import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { COMPRESSED } from '../edge/compress-answers';
import { DOCS_HELMET } from '../edge/security-headers';
import { BASE_PATH } from '../reply/reply';

const FILES = new Set(['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']);

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Keyledger API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/docs/favicon-32x32.png"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="api"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;

/** No validator badge: it would send the document's address to a server outside. */
const START = `SwaggerUIBundle({ url: '${BASE_PATH}/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });\n`;

/** The OpenAPI document, and the page that shows it. Everything is served from here. */
export const docsRoutes = async (instance: FastifyInstance, document: () => object): Promise<void> => {
  let text: string | undefined;
  instance.get(`${BASE_PATH}/openapi.json`, { compress: COMPRESSED }, (_, reply) => {
    text ??= JSON.stringify(document());
    return reply.type('application/json; charset=utf-8').send(text);
  });

  await instance.register(fastifyStatic, {
    root: dirname(require.resolve('swagger-ui-dist/package.json')),
    serve: false,
    // Of what may be sent compressed no part can be asked for by its bytes.
    acceptRanges: false,
  });
  instance.get('/docs', { compress: COMPRESSED, helmet: DOCS_HELMET }, (_, reply) =>
    reply.type('text/html; charset=utf-8').send(PAGE),
  );
  instance.get('/docs/start.js', (_, reply) => reply.type('text/javascript; charset=utf-8').send(START));
  instance.get<{ Params: { file: string } }>('/docs/:file', { compress: COMPRESSED }, ({ params: { file } }, reply) => {
    if (!FILES.has(file)) throw new RefusedError(refuse('NOT_FOUND', 'There is nothing at this path.'));
    return reply.sendFile(file);
  });
};
