import { createHash } from 'node:crypto';
import Ajv from 'ajv';
import Fastify from 'fastify';
import { jwtVerify } from 'jose';
import { localIssuerKey } from '../../wire/local-issuer-key';

/**
 * What the application is measured against: bare Fastify that verifies the same token (and remembers it, as the application does),
 * validates the same body and answers the same bytes. Run with the root key in base64 and the two answers as arguments.
 */
const [rootKey = '', checkoutAnswer = '', checkinAnswer = ''] = process.argv.slice(2);
const { publicKey } = localIssuerKey(Buffer.from(rootKey, 'base64'));
const validate = new Ajv().compile({
  type: 'object',
  additionalProperties: false,
  required: ['reason', 'durationMinutes'],
  properties: {
    reason: { type: 'string', minLength: 1, maxLength: 500 },
    durationMinutes: { type: 'integer', minimum: 5, maximum: 1440 },
    hostId: { type: 'string' },
  },
});
const known = new Set<string>();

const verify = async (authorization = ''): Promise<void> => {
  const token = authorization.slice('Bearer '.length);
  const name = createHash('sha256').update(token).digest('base64');
  if (!known.has(name)) {
    await jwtVerify(token, publicKey, { algorithms: ['ES256'], issuer: 'keyledger', audience: 'keyledger' });
    known.add(name);
  }
};

const app = Fastify();
// A body may be absent under a JSON content type, as the application allows.
app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => {
  done(null, body === '' ? undefined : JSON.parse(String(body)));
});
app.post('/api/v1/identities/:id/checkout', async (request, reply) => {
  await verify(request.headers.authorization);
  if (!validate(request.body)) {
    return reply.code(400).send();
  }
  return reply.code(201).type('application/json; charset=utf-8').send(checkoutAnswer);
});
app.post('/api/v1/sessions/:id/checkin', async (request, reply) => {
  await verify(request.headers.authorization);
  return reply.type('application/json; charset=utf-8').send(checkinAnswer);
});
app.listen({ port: 0, host: '127.0.0.1' }).then(
  (url) => process.stdout.write(`${url}\n`),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
