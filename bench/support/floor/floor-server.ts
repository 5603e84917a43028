import Fastify from 'fastify';
import { acceptEmptyBodies, isCheckoutBody } from './checkout-body';
import { observed } from './floor-edge';
import { FloorLog, type FloorFact } from './floor-log';
import { FloorReads } from './floor-reads';
import { FloorVault } from './floor-vault';
import { knownTokens } from './known-tokens';
import type { FloorOrder } from './order';

interface ById {
  readonly Params: { readonly id: string };
}

/** The least that does what a checkout, a checkin and a reveal must do, on the application's own stack. */
const serve = ({ kind, folder, rootKey, samples }: FloorOrder): Promise<string> => {
  const verify = knownTokens(rootKey);
  const vault = new FloorVault(new FloorLog(folder), samples);
  const reads = kind === 'complete' ? new FloorReads(folder) : undefined;
  const app = Fastify();
  acceptEmptyBodies(app);
  if (kind === 'complete') observed(app);
  app.addHook('onRequest', async (request) => verify(request.headers.authorization));
  const answered = (done: { readonly fact: FloorFact; readonly answer: object } | undefined) => {
    if (done === undefined) return undefined;
    reads?.take(done.fact);
    return done.answer;
  };
  app.post<ById>('/api/v1/identities/:id/checkout', async ({ params, body }, reply) => {
    if (!isCheckoutBody(body)) return reply.code(400).send();
    const answer = answered(await vault.checkOut(params.id, body as { reason: string; durationMinutes: number }));
    return answer === undefined ? reply.code(409).send() : reply.code(201).send(answer);
  });
  app.post<ById>('/api/v1/sessions/:id/checkin', async ({ params }, reply) => {
    const answer = answered(await vault.checkIn(params.id));
    return answer === undefined ? reply.code(404).send() : reply.send(answer);
  });
  app.post<ById & { Body: { readonly reason?: unknown } }>(
    '/api/v1/identities/:id/reveal',
    async ({ params, body }, reply) => {
      if (typeof body.reason !== 'string') return reply.code(400).send();
      return reply.send(answered(await vault.reveal(params.id, body.reason)));
    },
  );
  return app.listen({ port: 0, host: '127.0.0.1' });
};

/** A process of its own: told over IPC what to be, it says where it listens. */
process.once('message', (order: FloorOrder) => {
  serve(order).then(
    (url) => process.send?.(url),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit(0));
