import type { FastifyReply } from 'fastify';

const waiting = new WeakMap<object, (() => void)[]>();

/**
 * Tells once that an answer is through, or that whoever asked hung up: not `onResponse`, which never comes for those. One
 * listener for all who want to know: Node takes more than ten, with those of its streams, for a leak.
 */
export const whenClosed = ({ raw }: Pick<FastifyReply, 'raw'>, tell: () => void): void => {
  const others = waiting.get(raw);
  if (others !== undefined) {
    others.push(tell);
    return;
  }
  const all = [tell];
  waiting.set(raw, all);
  raw.once('close', () => all.forEach((each) => each()));
};
