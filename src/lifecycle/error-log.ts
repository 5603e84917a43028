import type { Logger } from 'pino';
import { ReadModelBehind } from '../kernel/store-errors';
import type { OnPolicyError } from '../policies/runner/on-policy-error';
import type { PolicyProgress } from '../policies/runner/policy-progress';

/** Writes to the log what went wrong and is tried again. */
export const errorLog = (log: Logger) => (what: string, error: unknown) =>
  log.error({ err: error }, `trouble with ${what}`);

/** What a policy could not do, in the log, and what it waits for, which is no error. */
export const policyErrorLog =
  (log: Logger): OnPolicyError =>
  (policy, on, error) => {
    if (error instanceof ReadModelBehind) {
      log.warn({ policy, on, waitsFor: error.model }, 'policy waits for a read model');
    } else {
      log.error({ policy, on, err: error }, 'policy in trouble');
    }
  };

/** How far a policy is with work that takes long, in the log. */
export const policyProgressLog =
  (log: Logger): PolicyProgress =>
  (policy, on, percent) =>
    log.info({ policy, on, percent }, 'policy at work');
