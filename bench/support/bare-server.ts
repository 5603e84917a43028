import Fastify from 'fastify';
import { acceptEmptyBodies, isCheckoutBody } from './floor/checkout-body';
import { knownTokens } from './floor/known-tokens';

/**
 * What the application is measured against: bare Fastify that verifies the same token (and remembers it, as the application does),
 * validates the same body and answers the same bytes. Run with the root key in base64, the two answers, and what any
 * reading is answered with, as arguments.
 */
const [rootKey = '', checkoutAnswer = '', checkinAnswer = '', readAnswer = ''] = process.argv.slice(2);
const verify = knownTokens(rootKey);
const JSON_TYPE = 'application/json; charset=utf-8';

const app = Fastify();
acceptEmptyBodies(app);
app.post('/api/v1/identities/:id/checkout', async (request, reply) => {
  await verify(request.headers.authorization);
  if (!isCheckoutBody(request.body)) {
    return reply.code(400).send();
  }
  return reply.code(201).type(JSON_TYPE).send(checkoutAnswer);
});
app.post('/api/v1/sessions/:id/checkin', async (request, reply) => {
  await verify(request.headers.authorization);
  return reply.type(JSON_TYPE).send(checkinAnswer);
});
app.get('/api/v1/identities/:id', async (request, reply) => {
  await verify(request.headers.authorization);
  return reply.type(JSON_TYPE).send(readAnswer);
});
app.listen({ port: 0, host: '127.0.0.1' }).then(
  (url) => process.stdout.write(`${url}\n`),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
