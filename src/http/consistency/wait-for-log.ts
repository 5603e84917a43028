import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReadSide } from '../../kernel/read-side';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { invalid } from '../platform/validation/invalid';

const TIMEOUT_MS = 2_000;
/** Digits, padded so that they compare as they count: what is no position of any store would be waited for in vain. */
const POSITION = /^\d{16,200}$/;

const behind = (detail: string): RefusedError =>
  new RefusedError(refuse('UNAVAILABLE', detail, { retryAfterSeconds: 1 }));

/** For a command that goes by what these models hold. Throws {@link RefusedError} where they don't get as far as the log stands now. */
export const requireLog = async (readSide: ReadSide, models: readonly string[]): Promise<void> => {
  if (await readSide.waitFor(models, await readSide.head(), TIMEOUT_MS)) return;
  throw behind('What this goes by is not to be read here yet. Try again.');
};

/**
 * Lets a read see what was written before it: up to the position it brings, or else 503; without one, up to where the log
 * stood when it came, or else the answer says that it is stale.
 */
export const waitForLog = async (
  request: FastifyRequest,
  reply: FastifyReply,
  readSide: ReadSide,
  models: readonly string[],
): Promise<void> => {
  const wanted = request.headers['keyledger-min-position'];
  if (wanted === undefined) {
    if (!(await readSide.waitFor(models, await readSide.head(), TIMEOUT_MS))) reply.header('Keyledger-Stale', 'true');
    return;
  }
  if (typeof wanted !== 'string' || !POSITION.test(wanted)) {
    throw invalid({ field: 'Keyledger-Min-Position', message: 'is not a position' });
  }
  if (!(await readSide.waitFor(models, wanted, TIMEOUT_MS))) {
    throw behind('That write is not to be read here yet. Try again.');
  }
};
