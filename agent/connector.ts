import type { AccountOnTarget } from '../wire/agent-messages';
import type { JobSecret, JobTarget, OldKey } from '../wire/job-order';
import type { ResultCode } from '../wire/result-code';

/** The account of a job, without its connector's name. */
export type Account = Pick<JobTarget, 'username' | 'settings'>;

/** A value for an account, and of what may let in beside it what the agent was told: whole, or by its public half. */
export interface AccountSecret extends JobSecret {
  readonly oldKeys?: readonly OldKey[];
}

/** Why something was not, or may not have been, done. `detail`: plain words, never a secret. */
export interface FailureReason {
  readonly code: ResultCode;
  readonly detail: string;
}

/** What came of trying to put a value in. `unknown`: only a login can tell. */
export type Change =
  | {
      readonly changed: 'yes';
      /** Puts back what was there, where nobody else changed it since. Answers whether it stands there again. */
      readonly undo?: () => Promise<boolean>;
    }
  | ({ readonly changed: 'no' | 'unknown' } & FailureReason);

/** What came of a fresh login. */
export type Login =
  | { readonly answer: 'accepted'; readonly warnings?: readonly string[] }
  | { readonly answer: 'refused' }
  | ({ readonly answer: 'inconclusive' } & FailureReason);

/**
 * One kind of target on this host. Every call ends by itself, within about 30 s, and leaves no secret behind: not in a
 * process list, a log, a file or an error.
 */
export interface Target {
  /** What keeps it from working on this host, in one line. Undefined: nothing known. */
  obstacle(): Promise<string | undefined>;
  /** Why this account can't or may not be set. Changes nothing. Undefined: go on. */
  refusal(account: Account): Promise<FailureReason | undefined>;
  /** Makes the account take the value. Must be harmless when it does already. */
  set(account: Account, secret: AccountSecret): Promise<Change>;
  /** A fresh login with a value, over the way that users take. */
  login(account: Account, value: string): Promise<Login>;
  /** A random value that no account has: what accepts it accepts anything. */
  wrongValue(): string;
  /** What the target itself calls the account. Undefined: there is none, or it can't tell. May reject. */
  identify?(account: Account): Promise<AccountOnTarget | undefined>;
  /**
   * After the proof: takes away what let old values in, where setting does not, and proves that they let in no more. Answers
   * why one may still, in plain words. Undefined: none does.
   */
  retire?(account: Account, secret: AccountSecret): Promise<string | undefined>;
}

/** What the agent's own configuration says of a connector: how to get in as administrator, which accounts it may touch. */
export type ConnectorConfig = Readonly<Record<string, unknown>>;

/** One file in `connectors/`. */
export interface Connector {
  /** As in the server's list of descriptors. */
  readonly name: string;
  /** There is nothing to begin with but what the configuration says: without any it stays closed. */
  readonly needsConfig?: true;
  /** Throws BadConfig when the configuration can't be used. */
  open(config: ConnectorConfig): Target;
}
