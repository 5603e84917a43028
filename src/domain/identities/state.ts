import type { JobOutcome, JobPurpose, JobType } from '../jobs/events';
import type { AccessRequest } from './access-request';
import type { OverlappedSession, TransferredSession } from '../sessions/events';
import type { Schemes } from '../../kernel/value-schemes';
import type { Evidence, IdentitySettings, RotationMode, RotationTrigger } from './events';

/** A session that nobody has ended yet; past `expiresAt` it is over all the same. */
export interface OpenSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly reason: string;
  readonly hostId?: string;
  readonly breakGlass: boolean;
  readonly ownerBypass: boolean;
  readonly evidence: Evidence;
  readonly version: number;
  /** Other versions that were shown with it. */
  readonly alternatives?: readonly number[];
  /** As it was set when the session began: edits don't change what it is for. */
  readonly rotateAfterUse?: boolean;
  /** As the identity was set when the session began. */
  readonly exclusive: boolean;
  readonly maxConcurrentSessions: number;
  readonly checkedOutAt: string;
  readonly expiresAt: string;
  /** What its end will be told as, where it is not its own time that runs out. */
  readonly endsAs?: 'break_glass';
  /** The approved request that it uses, and when the minutes that were approved are over: no extension goes beyond. */
  readonly accessRequestId?: string;
  readonly approvedUntil?: string;
  /** Sessions that were open when somebody broke the glass. */
  readonly overlapped?: readonly OverlappedSession[];
  /** It was handed over by the holder of that one. */
  readonly transferredFrom?: TransferredSession;
  /** When the first session of the use was checked out; absent: this one is the first. */
  readonly heldSince?: string;
}

/** A break-glass session that is over, which somebody else has to look at. */
export interface OpenReview {
  readonly sessionId: string;
  readonly userId: string;
  readonly userEmail: string;
  /** The session's end. */
  readonly openSince: string;
  readonly remindedAt?: string;
}

export interface OpenRotation {
  readonly rotationId: string;
  readonly trigger: RotationTrigger;
  readonly mode: RotationMode;
  readonly requestedAt: string;
  /** The candidate that lies ready for the hosts; absent while one is owed. */
  readonly version?: number;
  /** What else it is for: a use that ended meanwhile, so that it is due again should it fail, whoever asked for it. */
  readonly owes?: RotationTrigger;
  /** Candidates that a target's own rules refused. */
  readonly refusals: number;
  /** Hosts that are to get the candidate; one that the identity is no longer on does not count. */
  readonly hostIds: readonly string[];
}

/** The newest version that was made for the hosts and is not the one served: a failed rotation can go on with it. */
export interface Candidate {
  readonly rotationId: string;
  readonly trigger: RotationTrigger;
  readonly version: number;
  /** What else its rotation was for. */
  readonly owes?: RotationTrigger;
}

/** Who has a job, until when it must have begun, and since when it has. */
export interface JobLease {
  readonly agentId: string;
  readonly leaseId: string;
  readonly instance: string;
  readonly leaseUntil: string;
  readonly startedAt?: string;
}

/** A job that nobody has ended yet; past `notAfter` it is over all the same, unless it was begun. */
export interface OpenJob {
  readonly jobId: string;
  readonly hostId: string;
  readonly type: JobType;
  readonly purpose: JobPurpose;
  readonly rotationId?: string;
  readonly version: number;
  /** Number the next delivery will have. */
  readonly attempt: number;
  readonly createdAt: string;
  readonly notAfter: string;
  readonly notBefore?: string;
  /** Who asked that an agent which came later than the value be sent it. */
  readonly askedBy?: string;
  readonly lease?: JobLease;
}

/** How the last piece of work on a host ended. */
export interface HostOutcome {
  readonly state: JobOutcome | 'expired';
  readonly version: number;
  readonly since: string;
  readonly code?: string;
}

/** What the target on a host calls the account, and with whom it was last told to be shared. */
export interface KnownTarget {
  readonly target?: { readonly machine: string; readonly port?: number; readonly name: string };
  readonly sharedWith?: string;
  /** The identity was pointed at this account after its creation. */
  readonly moved?: boolean;
}

/** What is known of the account on one host. */
export interface AccountOnHost {
  /** The version proved there last, by a fresh login. */
  readonly version?: number;
  /** What may have been set there without anybody knowing, and by which job. */
  readonly mayHold: readonly { readonly version: number; readonly jobId: string }[];
  /** At the last look the host refused what it should hold; no look again until a person acts, for it could lock the account. */
  readonly refused?: boolean;
  /** Another identity has this account, and was there first: nothing is done here by itself. */
  readonly stopped?: boolean;
  /** When it was last asked by itself what it holds; gone with the answer. */
  readonly askedAt?: string;
  readonly outcome?: HostOutcome;
}

/** The agent that works for the identity on a host. */
export interface AdmittedAgent {
  readonly agentId: string;
  /** Versions up to this one existed before it came. */
  readonly withheldUpTo: number;
  /** Those of them that a person had sent to it. */
  readonly sent: readonly number[];
}

/** A value that is no longer current and may still be brought back. */
export interface ReplacedVersion {
  readonly version: number;
  readonly retiredAt: string;
  /** E-mail of the person, or the trigger of the rotation. */
  readonly retiredBy: string;
  readonly restorable: boolean;
  /** A person gave it, so that it worked somewhere. */
  readonly given?: boolean;
  /** What it was made for; absent: a person typed it. */
  readonly madeFor?: RotationTrigger;
}

export interface IdentityState {
  readonly status: 'none' | 'enrolling' | 'active' | 'deleted' | 'destroyed';
  readonly identityGroupId: string;
  readonly organizationId: string;
  readonly settings: IdentitySettings;
  readonly createdAt: string;
  readonly deletedAt?: string;
  /** The version served; 0 while the account is being taken over. */
  readonly credentialVersion: number;
  /** A person gave the value served; absent: the vault made it. */
  readonly given?: boolean;
  /** What the value served was made for; absent: a person typed it. */
  readonly madeFor?: RotationTrigger;
  /** The highest version any fact named: the next one is above it. */
  readonly highestVersion: number;
  /** Values up to this number were lost with the store they lay in; absent: none. */
  readonly lostUpTo?: number;
  /** Open sessions only, oldest first: an ended one is found by reading the stream backwards. */
  readonly sessions: readonly OpenSession[];
  /** Break-glass sessions nobody has reviewed yet, oldest first. */
  readonly openReviews: readonly OpenReview[];
  /** Of each person the last request for access, and every one that is still good for something; oldest first. */
  readonly requests: readonly AccessRequest[];
  readonly rotation?: OpenRotation;
  readonly candidate?: Candidate;
  /** Oldest first. */
  readonly jobs: readonly OpenJob[];
  /** By host id; a host nobody knows anything of is not in it. */
  readonly holdings: Readonly<Record<string, AccountOnHost>>;
  /** By host id; of one that is not in it, the agent was let in before this was asked. */
  readonly agents: Readonly<Record<string, AdmittedAgent>>;
  /** By host id. */
  readonly targets: Readonly<Record<string, KnownTarget>>;
  /** User ids of those who typed a version. */
  readonly typed: Readonly<Record<number, string>>;
  /** How values that were imported are stored. */
  readonly schemes: Schemes;
  /** The versions whose value a restored one has. */
  readonly origins: Readonly<Record<number, number>>;
  /** Why a rotation waits for the last session's end. */
  readonly owed?: RotationTrigger;
  readonly failuresInRow: number;
  readonly suspended: boolean;
  readonly lastFailure?: { readonly code: string; readonly detail: string };
  readonly lastRotatedAt?: string;
  readonly lastVaultOnly?: boolean;
  readonly nextRotationAt?: string;
  /** When a failed rotation is tried anew, whatever the interval. */
  readonly retryAt?: string;
  /** Newest first: ten, and beyond them those that can be brought back or are in their days of grace. */
  readonly replaced: readonly ReplacedVersion[];
}
