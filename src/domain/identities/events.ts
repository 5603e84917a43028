import type { DomainEvent } from '../../kernel/event';
import type { IdentitySubject } from '../identity-subject';
import type { JobEvent } from '../jobs/events';
import type { HostAccountShared } from '../targets/events';
import type { PasswordPolicy } from '../passwords/password-policy';

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

export type EndedBy = 'checkin' | 'force' | 'expiry' | 'grant_revoked' | 'break_glass' | 'support_disabled';
export type RotationTrigger =
  | 'manual'
  | 'schedule'
  | 'after_use'
  | 'force_checkin'
  | 'grant_revoked'
  | 'support_disabled'
  | 'undisclosed'
  | 'agent_approved'
  | 'enrollment';
/** Where a rotation is done: on the hosts, in the vault alone, or by a person who pastes the new value. */
export type RotationMode = 'hosts' | 'vault' | 'manual';

/** What a checkout rested on, so that its loss can end the session. */
export interface Evidence {
  readonly ownerBypass: boolean;
  readonly grantId?: string;
  /** The IDP group through which the grant reached the user. */
  readonly groupId?: string;
  readonly idpUserId?: string;
  /** Of the vendor's support: the time for which it was let in. */
  readonly supportWindowId?: string;
}

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

/** A credential is in the vault, its value sealed as version 1 outside the log. `typedBy`: the user who typed it. */
export type IdentityCreated = Fact<
  'keyledger.identity-created.v1',
  IdentitySettings &
    WithAgents & { credentialVersion: number; createdAt: string; nextRotationAt?: string; typedBy?: string }
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
/** A manager set the value by hand; the hosts are unverified from now on. `typedBy`: his user id. */
export type CredentialReplaced = Fact<
  'keyledger.identity-credential-replaced.v1',
  {
    version: number;
    replacedVersion: number;
    replacedBy: string;
    replacedAt: string;
    nextRotationAt?: string;
    typedBy?: string;
  }
>;
/** Nobody finds the identity any more; for a time it can be brought back. */
export type IdentityDeleted = Fact<'keyledger.identity-deleted.v1', { deletedAt: string }>;
/** The identity is back as it was. */
export type IdentityUndeleted = Fact<'keyledger.identity-undeleted.v1', WithAgents>;
/** The sealed values are destroyed; the facts stay. */
export type IdentityDestroyed = Fact<'keyledger.identity-destroyed.v1'>;

/** Somebody holds the credential, for this reason, until then, allowed by this evidence. */
export type IdentityCheckedOut = Fact<
  'keyledger.identity-checked-out.v1',
  {
    sessionId: string;
    userId: string;
    userEmail: string;
    reason: string;
    durationMinutes: number;
    hostId?: string;
    breakGlass: boolean;
    ownerBypass: boolean;
    evidence: Evidence;
    version: number;
    /** Other versions that were shown with it, as the host may hold one of them. */
    alternatives?: readonly number[];
    /** Its end asks for a new value, whatever is edited meanwhile. */
    rotateAfterUse?: boolean;
    /** Nobody else has it while this lasts, whatever is edited meanwhile; absent: as the identity was set at that moment. */
    exclusive?: boolean;
    /** With how many others it is shared at most, whatever is edited meanwhile; absent: as the identity was set at that moment. */
    maxConcurrentSessions?: number;
    checkedOutAt: string;
    expiresAt: string;
  }
>;
/** A session is over, and what ended it. */
export type IdentityCheckedIn = Fact<
  'keyledger.identity-checked-in.v1',
  { sessionId: string; userId: string; endedBy: EndedBy; endedAt: string; reason?: string }
>;
/** A session ends later than it did. */
export type SessionExtended = Fact<
  'keyledger.session-extended.v1',
  { sessionId: string; reason: string; durationMinutes: number; expiresAt: string }
>;
/** The grant the session rests on ends earlier than it did. */
export type SessionShortened = Fact<'keyledger.session-shortened.v1', { sessionId: string; expiresAt: string }>;

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
  }
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
  { restoredVersion: number; version: number; replacedVersion: number; restoredBy: string; restoredAt: string }
>;
/** No host can hold this version any more and nobody can ask for it: its value is destroyed. */
export type VersionRetired = Fact<'keyledger.credential-version-retired.v1', { version: number }>;
/** The store that held the sealed values was lost, with every value that the identity had until then. Versions made afterwards are there. */
export type IdentityValueLost = Fact<'keyledger.identity-value-lost.v1', { materialStoreId: string; lostAt: string }>;
/** The log was put back and lost the facts of a version that the material store holds: its hosts may have been set to it. */
export type IdentityValueOrphaned = Fact<'keyledger.identity-value-orphaned.v1', { version: number; foundAt: string }>;
/** A replaced value is dead: it can't be brought back. */
export type VersionDiscarded = Fact<'keyledger.credential-version-discarded.v1', { version: number }>;

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
  | IdentityCheckedOut
  | IdentityCheckedIn
  | SessionExtended
  | SessionShortened
  | RotationOwed
  | RotationRequested
  | RotationStaged
  | CandidateRefused
  | RotationRetried
  | RotationConfirmed
  | RotationFailed
  | VersionRestored
  | VersionRetired
  | VersionDiscarded
  | IdentityValueLost
  | IdentityValueOrphaned
  | HostAgentAdmitted
  | HostAccountShared
  | JobEvent;
