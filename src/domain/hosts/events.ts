import type { DomainEvent } from '../../kernel/event';

/** A machine has a record in an organization. */
export type HostCreated = DomainEvent<
  'keyledger.host-created.v1',
  { hostId: string; organizationId: string; name: string; createdAt: string }
>;
/** The host has another name. */
export type HostRenamed = DomainEvent<
  'keyledger.host-renamed.v1',
  { hostId: string; organizationId: string; name: string }
>;
/** The host is gone; no identity named it. */
export type HostDeleted = DomainEvent<'keyledger.host-deleted.v1', { hostId: string; organizationId: string }>;

/** On every fact of a host's agents. */
interface HostSubject {
  readonly hostId: string;
  readonly organizationId: string;
}

/** What an agent says of itself and its host. */
export interface AgentFacts {
  readonly hostname: string;
  readonly platform: string;
  readonly agentVersion: string;
  /** Names of the connectors it can run. */
  readonly connectors: readonly string[];
}

/** Ed25519, which signs requests, and X25519, to which secrets are sealed: public, raw, base64url. */
export interface AgentKeys {
  readonly signingKey: string;
  readonly sealingKey: string;
}

type AgentFact<T extends string, D extends object = object> = DomainEvent<T, HostSubject & { agentId: string } & D>;

/** An administrator may let one agent in until then. `tokenHash` is the SHA-256 of the token's secret, in hex. */
export type HostJoinTokenIssued = DomainEvent<
  'keyledger.host-join-token-issued.v1',
  HostSubject & { tokenId: string; tokenHash: string; expiresAt: string; issuedBy: string }
>;
/**
 * An agent came with a join token, which is used up by that; on a host that had one before, or that an identity names, it
 * waits for approval. `tokenIssuedBy`: the user who issued the token.
 */
export type AgentEnrolled = AgentFact<
  'keyledger.agent-enrolled.v1',
  AgentKeys &
    AgentFacts & {
      tokenId: string;
      status: 'active' | 'pending_approval';
      enrolledAt: string;
      tokenIssuedBy?: string;
    }
>;
/** A person lets an agent work that waited, or was locked. Of one that waited it is told by whom, and for what. */
export type AgentApproved = AgentFact<
  'keyledger.agent-approved.v1',
  {
    approvedBy?: string;
    /** Who approved it holds `pam_vaults.manage`, so that it may work for the identities that name the host. */
    forIdentities?: boolean;
    /** Worth a look by everybody who answers for the account. */
    severity?: 'critical';
    /** An owner approved an agent that came with the owner's own join token, as nobody else could have, for this reason. */
    ownToken?: boolean;
    reason?: string;
  }
>;
/** The agent is out: by a person, because another one took its place, or with its host. */
export type AgentRevoked = AgentFact<
  'keyledger.agent-revoked.v1',
  { reason: 'by_person' | 'replaced' | 'host_deleted' }
>;
/** Two seem to run with the same keys: this sequence number came a second time. A person must look. */
export type AgentLocked = AgentFact<'keyledger.agent-locked.v1', { sequence: number }>;
/** The agent has new keys; the old ones are worth nothing any more. */
export type AgentKeysReplaced = AgentFact<'keyledger.agent-keys-replaced.v1', AgentKeys>;
/** The agent says something new of itself or its host. */
export type AgentFactsReported = AgentFact<'keyledger.agent-facts-reported.v1', AgentFacts>;

/** What happens to the agents of a host. */
export type AgentEvent =
  AgentEnrolled | AgentApproved | AgentRevoked | AgentLocked | AgentKeysReplaced | AgentFactsReported;

export type HostEvent = HostCreated | HostRenamed | HostDeleted | HostJoinTokenIssued | AgentEvent;

interface Member {
  readonly organizationId: string;
  readonly hostId: string;
  readonly identityId: string;
}

/** Stream `hostMembers-<hostId>`: an identity is about to name the host; said first, so that no host is deleted under it. */
export type HostMemberReserved = DomainEvent<'keyledger.host-member-reserved.v1', Member>;
/** The identity does not name the host any more, or never came to it. */
export type HostMemberReleased = DomainEvent<'keyledger.host-member-released.v1', Member>;
/** No identity can name the host any more: it is about to be deleted. */
export type HostMembersClosed = DomainEvent<
  'keyledger.host-members-closed.v1',
  { organizationId: string; hostId: string }
>;
export type HostMembersEvent = HostMemberReserved | HostMemberReleased | HostMembersClosed;

/** Stream `hostAccount-<hash of host, connector, port, username>`: one identity per account on a host. */
export type HostAccountReserved = DomainEvent<'keyledger.host-account-reserved.v1', Member>;
/** The account is free for another identity. */
export type HostAccountReleased = DomainEvent<'keyledger.host-account-released.v1', Member>;
export type HostAccountEvent = HostAccountReserved | HostAccountReleased;
