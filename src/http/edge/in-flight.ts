import type { FastifyInstance } from 'fastify';
import type { Foreground } from '../../kernel/foreground';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { whenClosed } from './when-closed';

/** Far above what 1,000 callers at once need; each request holds memory until it is answered. */
const MOST_IN_FLIGHT = 4096;

/**
 * Bounds the requests under way: beyond `most` whoever comes is told 503 with `Retry-After` at once, before anything is
 * judged. A request counts from when its body is here, so that bodies which are slow to come keep nobody out. Streams and long
 * polls are not counted, they wait for something; probes are always answered. While a request counts, somebody waits for its
 * answer: long work gives way to it, unless the request only watches such work.
 */
export const boundInFlight = (instance: FastifyInstance, foreground: Foreground, most = MOST_IN_FLIGHT): void => {
  let inFlight = 0;
  instance.addHook('preValidation', (request, reply, done) => {
    const { operation } = request.routeOptions.config;
    if (operation === undefined || operation.unhurried === true) {
      done();
      return;
    }
    if (inFlight >= most) {
      const detail = 'Too many requests are under way on this node. Try again.';
      done(new RefusedError(refuse('UNAVAILABLE', detail, { retryAfterSeconds: 1 })));
      return;
    }
    inFlight += 1;
    const leave = operation.watching === true ? () => undefined : foreground.enter();
    whenClosed(reply, () => {
      inFlight -= 1;
      leave();
    });
    done();
  });
};
