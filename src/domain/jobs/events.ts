import type { ShownAs } from '../values/events';
import type { DomainEvent } from '../../kernel/event';
import type { IdentitySubject } from '../identity-subject';

/** `set`: the account must hold the value afterwards, and prove it. `verify`: does it hold it? Nothing is changed. */
export type JobType = 'set' | 'verify';
/** What a job is for: a new value, the first value of an account taken over, the present value once more, a look. */
export type JobPurpose = 'rotation' | 'enrollment' | 'reconcile' | 'verification';
/** What an agent says became of a job. */
export type JobOutcome = 'confirmed' | 'not_changed' | 'unverified' | 'drifted';
/** Why a job was called off. */
export type JobCancelReason =
  'by_person' | 'superseded' | 'host_removed' | 'identity_deleted' | 'agent_revoked' | 'value_not_opened';

type JobFact<T extends string, D extends object = object> = DomainEvent<
  T,
  IdentitySubject & { jobId: string; hostId: string } & D
>;

/** What stays the same from a job's first fact to its last, on each of them, so that no reader must remember. */
interface Work {
  readonly type: JobType;
  readonly purpose: JobPurpose;
  /** Of the value; a fence: a host never goes back to an older one. */
  readonly version: number;
  readonly rotationId?: string;
}

/** Work for a host's agent: to be begun before `notAfter`, and not before `notBefore`. `attempt` is the number its first delivery will have. */
export type JobQueued = JobFact<
  'keyledger.job-queued.v1',
  Work & {
    attempt: number;
    createdAt: string;
    notAfter: string;
    notBefore?: string;
    /** Id of the user with access who asked that the host's agent be sent a value that existed before it came. */
    askedBy?: string;
  }
>;
/** The value is disclosed to this host: said before anything is sealed. Not begun by `leaseUntil`, the job is free again. */
export type JobLeased = JobFact<
  'keyledger.job-leased.v1',
  Work & {
    agentId: string;
    leaseId: string;
    instance: string;
    leaseUntil: string;
    attempt: number;
    /** The version in force so far, disclosed too: for targets where the old value has to be taken away. */
    previousVersion?: number;
    /** Other versions the host may still take, disclosed for the same reason. */
    formerVersions?: readonly number[];
    /** Versions of keys of which the public half alone was told, so that the agent takes them away. */
    publicVersions?: readonly number[];
    /** Every version whose value went to the host. */
    disclosedVersions?: readonly number[];
  } & ShownAs
>;
/** The agent is about to touch the account: from now on the host may hold the value, until somebody knows. */
export type JobStarted = JobFact<
  'keyledger.job-started.v1',
  Work & { agentId: string; leaseId: string; startedAt: string; leaseUntil: string }
>;
/** The agent is still at it. */
export type JobLeaseExtended = JobFact<'keyledger.job-lease-extended.v1', { leaseId: string; leaseUntil: string }>;
/** The agent says what became of a job. `detail` is its words, `warnings` what a person should know although it went well. */
export type JobResultRecorded = JobFact<
  'keyledger.job-result-recorded.v1',
  Work & {
    agentId: string;
    outcome: JobOutcome;
    code?: string;
    detail?: string;
    warnings?: readonly string[];
    /** The account as the target itself calls it. */
    target?: { machine: string; port?: number; name: string };
    /** Why nothing was done: so new a version was set there before, which the vault lost, as by a restored backup. */
    heldVersion?: number;
    /** The value is proved, and these older ones may let in beside it: where setting one does not take the old away. */
    mayStillWork?: readonly number[];
    /** The job was over already, and something newer is known of the host: it changes nothing. */
    late: boolean;
    recordedAt: string;
  }
>;
/** Nobody did the job in time; if it was `started`, the host may hold the value. */
export type JobExpired = JobFact<'keyledger.job-expired.v1', Work & { started: boolean; expiredAt: string }>;
/** The job is called off; if it was `started`, the host may hold the value. */
export type JobCancelled = JobFact<
  'keyledger.job-cancelled.v1',
  Work & { started: boolean; reason: JobCancelReason; cancelledAt: string }
>;

export type JobEvent =
  JobQueued | JobLeased | JobStarted | JobLeaseExtended | JobResultRecorded | JobExpired | JobCancelled;
