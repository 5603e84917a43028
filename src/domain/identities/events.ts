import type { DomainEvent } from '../../kernel/event';
import type { IdentitySubject } from '../identity-subject';
import type { JobEvent } from '../jobs/events';
import type { HostAccountShared } from '../targets/events';
import type { PasswordPolicy } from '../passwords/password-policy';
import type { SessionEvent } from '../sessions/events';
import type { AccessRequestEvent } from '../access-requests/events';
import type { ImportedScheme } from '../../kernel/value-schemes';
import type { ReplacedAs, ValueEvent } from '../values/events';

export type {
  EndedBy,
  CheckoutEvidence as Evidence,
  IdentityCheckedOut,
  SessionExtended,
  SessionShortened,
} from '../sessions/events';

export type CredentialType = 'password' | 'ssh_key' | 'api_key' | 'certificate' | 'other';

/** What a manager says of an identity; the value itself lies in the material store. */
export interface IdentitySettings {
  readonly name: string;
  readonly username: string;
  readonly credentialType: CredentialType;
  /** Days between automatic rotations; absent: none. */
  readonly rotationIntervalDays?: number;
  readonly rotateAfterUse: boolean;
  readonly hostIds: readonly string[];
  /** What changes the value on the hosts; absent: nothing does. */
  readonly connector?: string;
  readonly connectorSettings?: Readonly<Record<string, string | number>>;
  readonly passwordPolicy?: PasswordPolicy;
  readonly allowConcurrentCheckout: boolean;
  readonly maxConcurrentSessions: number;
}

type Fact<T extends string, D extends object = object> = DomainEvent<T, IdentitySubject & D>;

export type RotationTrigger =
  | 'manual'
  | 'schedule'
  | 'after_use'
  | 'force_checkin'
  | 'grant_revoked'
  | 'support_disabled'
  | 'break_glass'
  | 'undisclosed'
  | 'agent_approved'
  | 'exposure'
  | 'enrollment';
/** Where a rotation is done: on the hosts, in the vault alone, or by a person who pastes the new value. */
export type RotationMode = 'hosts' | 'vault' | 'manual';

/**
 * The agents that worked on the hosts when a person who may added them: they work for the identity, and are sent its values.
 * An agent that comes later is admitted by a fact of its own.
 */
interface WithAgents {
  readonly agents?: readonly AgentOnHost[];
}

/** Which agent works on a host. */
export interface AgentOnHost {
  readonly hostId: string;
  readonly agentId: string;
}

/**
 * A credential is in the vault, its value sealed as version 1 outside the log. `typedBy`: the user who typed it. `scheme`: how the
 * system it was imported from had stored it.
 */
export type IdentityCreated = Fact<
  'keyledger.identity-created.v1',
  IdentitySettings &
    WithAgents & {
      credentialVersion: number;
      createdAt: string;
      nextRotationAt?: string;
      typedBy?: string;
      scheme?: ImportedScheme;
    }
>;
/** An account on a host is to be taken over: a first value is made, and the identity can be used once the host has proved it. */
export type EnrollmentRequested = Fact<
  'keyledger.identity-enrollment-requested.v1',
  IdentitySettings & WithAgents & { createdAt: string }
>;
/** The settings as they are from now on; open sessions keep those they began with. */
export type IdentityChanged = Fact<
  'keyledger.identity-changed.v1',
  IdentitySettings & WithAgents & { nextRotationAt?: string }
>;
/** A manager set the value by hand; the hosts are unverified from now on. `typedBy`: the manager's user id. */
export type CredentialReplaced = Fact<
  'keyledger.identity-credential-replaced.v1',
  {
    version: number;
    replacedVersion: number;
    replacedBy: string;
    replacedAt: string;
    nextRotationAt?: string;
    typedBy?: string;
  } & ReplacedAs
>;
/** Nobody finds the identity any more; for a time it can be brought back. */
export type IdentityDeleted = Fact<'keyledger.identity-deleted.v1', { deletedAt: string }>;
/** The identity is back as it was. */
export type IdentityUndeleted = Fact<'keyledger.identity-undeleted.v1', WithAgents>;
/** The sealed values are destroyed; the facts stay. */
export type IdentityDestroyed = Fact<'keyledger.identity-destroyed.v1'>;

/**
 * A rotation is due once the last session ends; no new checkout until then. While one is on its way: it answers this too,
 * and should it fail, another one is due.
 */
export type RotationOwed = Fact<'keyledger.rotation-owed.v1', { trigger: RotationTrigger }>;
/** The value is to be replaced: where, and what set it off. */
export type RotationRequested = Fact<
  'keyledger.rotation-requested.v1',
  { rotationId: string; trigger: RotationTrigger; mode: RotationMode; hostIds: readonly string[]; requestedAt: string }
>;
/** A candidate lies sealed in the material store, and opens: each host is to get it. Nothing has changed yet. */
export type RotationStaged = Fact<
  'keyledger.rotation-staged.v1',
  { rotationId: string; version: number; previousVersion: number; stagedAt: string }
>;
/** A host's own rules refuse the candidate, it had a newer version before, or has an agent that may not be sent it: another one is to be made. */
export type CandidateRefused = Fact<
  'keyledger.rotation-candidate-refused.v1',
  { rotationId: string; version: number; hostId: string; refusals: number }
>;
/** A rotation that failed goes on with the same candidate, on the hosts that do not have it. */
export type RotationRetried = Fact<
  'keyledger.rotation-retried.v1',
  { rotationId: string; version: number; hostIds: readonly string[]; retriedAt: string }
>;
/** The value is replaced; the new version is the current one. */
export type RotationConfirmed = Fact<
  'keyledger.rotation-confirmed.v1',
  {
    rotationId: string;
    version: number;
    replacedVersion: number;
    vaultOnly: boolean;
    confirmedAt: string;
    nextRotationAt?: string;
  } & ReplacedAs
>;
/** How a rotation ended on its hosts, by id. */
export interface RotationOnHosts {
  readonly confirmed: readonly string[];
  readonly notChanged: readonly string[];
  readonly unverified: readonly string[];
  readonly expired: readonly string[];
}
/** The value is not replaced everywhere, and why; after three in a row a person must act. */
export type RotationFailed = Fact<
  'keyledger.rotation-failed.v1',
  {
    rotationId: string;
    code: string;
    detail: string;
    failuresInRow: number;
    suspended: boolean;
    hosts?: RotationOnHosts;
    /** When the scheduler starts another one, whatever the interval: a value somebody used must not stay in force. */
    retryAt?: string;
  }
>;
/** A value replaced in the vault alone is the current one again, as a new version. */
export type VersionRestored = Fact<
  'keyledger.credential-version-restored.v1',
  {
    restoredVersion: number;
    version: number;
    replacedVersion: number;
    restoredBy: string;
    restoredAt: string;
  } & ReplacedAs
>;
/**
 * An agent that a person approved works for the identity on its host from now on. Every version up to `withheldUpTo` existed
 * before it came: none of them is sent to it unless a person with access asks for that.
 */
export type HostAgentAdmitted = Fact<
  'keyledger.host-agent-admitted.v1',
  { hostId: string; agentId: string; withheldUpTo: number; admittedAt: string }
>;

export type IdentityEvent =
  | IdentityCreated
  | EnrollmentRequested
  | IdentityChanged
  | CredentialReplaced
  | IdentityDeleted
  | IdentityUndeleted
  | IdentityDestroyed
  | SessionEvent
  | AccessRequestEvent
  | RotationOwed
  | RotationRequested
  | RotationStaged
  | CandidateRefused
  | RotationRetried
  | RotationConfirmed
  | RotationFailed
  | VersionRestored
  | HostAgentAdmitted
  | HostAccountShared
  | ValueEvent
  | JobEvent;
