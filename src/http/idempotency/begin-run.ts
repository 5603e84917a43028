import type { FastifyRequest } from 'fastify';
import { isLostRun } from '../../access/lost-run';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { Idempotency, RunReceipt } from '../../kernel/idempotency';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { Sealing } from '../../kernel/sealing';
import type { SeededIds } from '../../kernel/seeded-ids';
import type { StreamReader } from '../../kernel/stream-reader';
import { requestStateOf } from '../edge/request-state';
import { plainPath } from '../edge/plain-path';
import { invalid } from '../platform/validation/invalid';
import { beginUnderKeys, namesOfRequest } from './begin-under-keys';
import { canonicalRequest } from './canonical-request';
import type { IdempotencyKeyBudget } from './key-budget';

const KEY = /^[\x21-\x7e]{1,255}$/;

export interface IdempotencyPorts {
  readonly idempotency: Idempotency;
  readonly sealing: Sealing;
  readonly seededIds: SeededIds;
  readonly clock: Clock;
  readonly budget: IdempotencyKeyBudget;
  readonly reader: Pick<StreamReader, 'fresh' | 'after'>;
}

/**
 * Begins a run that is to happen once: undefined, with ids that follow from the key, when it is the first; the first
 * one's receipt when that is done. Only keyed hashes are kept, of the body as of the key. Errors: {@link RefusedError}.
 */
export const beginRun = async (request: FastifyRequest, ports: IdempotencyPorts): Promise<RunReceipt | undefined> => {
  const given = request.headers['idempotency-key'];
  const edge = requestStateOf(request);
  if (given === undefined || edge.context === undefined) return undefined;
  if (typeof given !== 'string' || !KEY.test(given)) {
    throw invalid({ field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' });
  }
  const path = plainPath(request.url);
  const which = JSON.stringify([edge.context.actor.userId, request.method, path, given]);
  const names = namesOfRequest(ports, which, canonicalRequest(request.body));
  const now = ports.clock.now();
  const userId = edge.context.actor.userId ?? '';
  ports.budget.require(userId, now);
  let begun = await beginUnderKeys(ports.idempotency, names, now);
  if (begun.answer.state === 'done') {
    const { receipt } = begun.answer;
    if (!(await isLostRun(ports.reader, receipt, begun.ids))) return receipt;
    await ports.idempotency.lose(begun.names.key, receipt);
    begun = await beginUnderKeys(ports.idempotency, names, now);
    // Another one has run it anew meanwhile.
    if (begun.answer.state === 'done') return begun.answer.receipt;
  }
  const { answer, ids } = begun;
  if (answer.state === 'other-body') {
    throw new RefusedError(refuse('IDEMPOTENCY_KEY_REUSED', 'The key came before with another body. Take a new one.'));
  }
  if (answer.state === 'running') {
    throw new RefusedError(
      refuse('IDEMPOTENCY_IN_PROGRESS', 'The same request is still running. Ask again.', { retryAfterSeconds: 1 }),
    );
  }
  ports.budget.took(userId, now);
  edge.remembered = begun.names.key;
  edge.context = { ...edge.context, ids } satisfies Context;
  return undefined;
};
