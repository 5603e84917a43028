import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { DOCS_POLICY } from '../edge/security-headers';
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
  instance.get(`${BASE_PATH}/openapi.json`, (_, reply) => {
    text ??= JSON.stringify(document());
    return reply.type('application/json; charset=utf-8').send(text);
  });

  await instance.register(fastifyStatic, {
    root: dirname(require.resolve('swagger-ui-dist/package.json')),
    serve: false,
  });
  instance.get('/docs', (_, reply) =>
    reply.header('content-security-policy', DOCS_POLICY).type('text/html; charset=utf-8').send(PAGE),
  );
  instance.get('/docs/start.js', (_, reply) => reply.type('text/javascript; charset=utf-8').send(START));
  instance.get<{ Params: { file: string } }>('/docs/:file', ({ params: { file } }, reply) => {
    if (!FILES.has(file)) throw new RefusedError(refuse('NOT_FOUND', 'There is nothing at this path.'));
    return reply.sendFile(file);
  });
};
