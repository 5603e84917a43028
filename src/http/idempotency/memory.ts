import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { Idempotency, Receipt } from '../../kernel/idempotency';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import type { Sealing } from '../../kernel/sealing';
import type { SeededIds } from '../../kernel/seeded-ids';
import { edgeOf } from '../edge/edge';
import { plainPath } from '../edge/plain-path';
import { invalid } from '../platform/validation/invalid';
import { canonical } from './canonical';
import type { KeyBudget } from './key-budget';

const KEY = /^[\x21-\x7e]{1,255}$/;

export interface Memory {
  readonly idempotency: Idempotency;
  readonly sealing: Sealing;
  readonly seededIds: SeededIds;
  readonly clock: Clock;
  readonly budget: KeyBudget;
}

/**
 * Begins a run that is to happen once: undefined, with ids that follow from the key, when it is the first; the first
 * one's receipt when that is done. Only keyed hashes are kept, of the body as of the key. Errors: {@link Refused}.
 */
export const remember = async (request: FastifyRequest, memory: Memory): Promise<Receipt | undefined> => {
  const given = request.headers['idempotency-key'];
  const edge = edgeOf(request);
  if (given === undefined || edge.context === undefined) return undefined;
  if (typeof given !== 'string' || !KEY.test(given)) {
    throw invalid({ field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' });
  }
  const path = plainPath(request.url);
  const which = JSON.stringify([edge.context.actor.userId, request.method, path, given]);
  const key = memory.sealing.fingerprint('idempotency-key', which);
  const body = memory.sealing.fingerprint('idempotency-body', canonical(request.body));
  const now = memory.clock.now();
  const userId = edge.context.actor.userId ?? '';
  memory.budget.require(userId, now);
  const answer = await memory.idempotency.begin(key, body, now);
  if (answer.state === 'done') return answer.receipt;
  if (answer.state === 'other-body') {
    throw new Refused(refuse('IDEMPOTENCY_KEY_REUSED', 'The key came before with another body. Take a new one.'));
  }
  if (answer.state === 'running') {
    throw new Refused(
      refuse('IDEMPOTENCY_IN_PROGRESS', 'The same request is still running. Ask again.', { retryAfterSeconds: 1 }),
    );
  }
  memory.budget.took(userId, now);
  edge.remembered = key;
  // Its time is in the seed: a day later the same request is another one. The body too: after a refusal the key may come with another one, which must not meet the first one's ids.
  const ids = memory.seededIds(
    memory.sealing.fingerprint('idempotency-ids', JSON.stringify([which, body, answer.since])),
  );
  edge.context = { ...edge.context, ids } satisfies Context;
  return undefined;
};
