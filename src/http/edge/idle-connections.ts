import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** A connection on which nothing moves for so long is closed, ms. */
const IDLE_MS = 30_000;

interface UnderWay {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** All of the request is here and nothing of the answer has left: the server works, or a poll waits for a job. */
const isOurTurn = ({ request, reply }: UnderWay): boolean => request.raw.complete && !reply.raw.headersSent;

/**
 * Closes connections whose other end stands still: a body of which no byte comes, an export that nobody reads. However long
 * it takes, what moves goes on; how long the server itself may take is another limit.
 */
export const closeIdleConnections = (instance: FastifyInstance, ms = IDLE_MS): void => {
  const underWay = new WeakMap<Socket, UnderWay>();
  instance.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    underWay.set(socket, { request, reply });
    reply.raw.once('close', () => underWay.delete(socket));
    done();
  });
  instance.server.setTimeout(ms, (socket: Socket) => {
    const waiting = underWay.get(socket);
    if (waiting !== undefined && isOurTurn(waiting)) {
      socket.setTimeout(ms);
      return;
    }
    socket.destroy();
  });
};
