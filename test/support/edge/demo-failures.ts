import { refuse } from '../../../src/kernel/refusal';
import { RefusedError } from '../../../src/kernel/refused-error';
import { StoreUnavailable, WrongExpectedRevision } from '../../../src/kernel/store-errors';
import { StreamUnreadable } from '../../../src/kernel/stream-unreadable';

const FAILURES: Readonly<Record<string, () => unknown>> = {
  unavailable: () => new StoreUnavailable('disk at /var/secret-place is full'),
  revision: () => new WrongExpectedRevision('identity-1', 1, 2),
  newer: () => new StreamUnreadable('identity-1', 3, 'keyledger.identity-moved.v9', 'this release does not know it'),
  defect: () => new TypeError('can not read hunter2'),
  unlisted: () => new RefusedError(refuse('NO_SUCH_CODE', 'hunter2')),
  rotating: () => new RefusedError(refuse('ROTATION_IN_PROGRESS', 'Wait.', { retryAfterSeconds: 2.1, since: 'now' })),
};

/** Throws what a handler may throw. */
export const demoFailures = (how: string): void => {
  const failure = FAILURES[how];
  if (failure !== undefined) throw failure();
};
