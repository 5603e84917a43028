import type { JobOutcome, AccountOnTarget } from '../../wire/agent-messages';
import type { FailureReason } from '../connector';

/** What became of a job: everything of a result but whose it is. */
export interface Finding {
  readonly outcome: JobOutcome;
  readonly code?: FailureReason['code'];
  readonly detail?: string;
  readonly warnings?: readonly string[];
  /** What the target itself calls the account. */
  readonly target?: AccountOnTarget;
  /** The newest version that was set here, where that is why nothing was done. */
  readonly held?: number;
}

export const found = (outcome: JobOutcome, { code, detail }: FailureReason): Finding => ({ outcome, code, detail });
