import type { FastifyRequest } from 'fastify';
import type { Idempotency, RunReceipt } from '../../kernel/idempotency';
import type { DefectLog } from '../problem/send-problem';

/**
 * Ends a remembered run: with its receipt when it was done, without when it was refused or failed. A memory that fails
 * doesn't undo what was done: the run counts as running for a while, then finds by its ids what it wrote.
 */
export const closeRun = async (
  request: FastifyRequest,
  idempotency: Idempotency,
  log: DefectLog,
  receipt?: RunReceipt,
): Promise<void> => {
  const { edge } = request;
  const key = edge?.remembered;
  if (edge === null || key === undefined) return;
  delete edge.remembered;
  try {
    await (receipt === undefined ? idempotency.forget(key) : idempotency.finish(key, receipt));
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    log.error({ correlationId: edge.correlationId, error: name }, 'a run could not be remembered');
  }
};
