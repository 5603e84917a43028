import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { whenClosed } from './when-closed';

/** A connection on which nothing moves for so long is closed, ms. */
const IDLE_MS = 30_000;

interface UnderWay {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Every request is here whole and nothing of an answer has left: the server works, or a poll waits for a job. All of them,
 * because requests may be sent one behind the other: an answer that nobody reads is not excused by what waits behind it.
 */
const isOurTurn = (underWay: ReadonlySet<UnderWay>): boolean =>
  [...underWay].every(({ request, reply }) => request.raw.complete && !reply.raw.headersSent);

/**
 * Closes connections whose other end stands still: a body of which no byte comes, an export that nobody reads. However long
 * it takes, what moves goes on; how long the server itself may take is another limit.
 */
export const closeIdleConnections = (instance: FastifyInstance, ms = IDLE_MS): void => {
  const underWay = new WeakMap<Socket, Set<UnderWay>>();
  instance.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    const ofSocket = underWay.get(socket) ?? new Set();
    const one = { request, reply };
    underWay.set(socket, ofSocket.add(one));
    whenClosed(reply, () => ofSocket.delete(one));
    done();
  });
  instance.server.setTimeout(ms, (socket: Socket) => {
    const waiting = underWay.get(socket);
    if (waiting !== undefined && waiting.size > 0 && isOurTurn(waiting)) {
      socket.setTimeout(ms);
      return;
    }
    socket.destroy();
  });
};
