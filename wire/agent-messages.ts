import type { JobType } from './job-order';
import type { KeyAnnouncement } from './server-key-announcement';

/** `POST /agent/v1/challenge`, before an enrolment, signed with the key it brings: who answers there? */
export interface ChallengeRequest {
  /** 32 random bytes, base64url. */
  readonly nonce: string;
  readonly signingKey: string;
}

export interface ChallengeAnswer {
  /** Ed25519 public key, raw, base64url: its fingerprint stands in the join token. */
  readonly serverKey: string;
  /** X25519 public key, raw, base64url: the join token is sealed to it. */
  readonly sealingKey: string;
  /** Ed25519 by the server's key over nonce and sealing key, base64url; see `server-proof.ts`. */
  readonly proof: string;
  /** How each former key of the server leads to this one: a join token may be from before it was changed. */
  readonly announcements?: readonly KeyAnnouncement[];
}

/** Header of every answer to an agent that is let in: the server's Ed25519 key, raw, base64url. */
export const SERVER_KEY_HEADER = 'keyledger-server-key';

/** `POST /agent/v1/server-key`, of an agent that knows another one: 200. */
export interface ServerKeyAnswer {
  readonly serverKey: string;
  /** See `server-key-announcement.ts`. */
  readonly announcements: readonly KeyAnnouncement[];
}

/**
 * `POST /agent/v1/enroll`: signed with the key it brings, which proves that the sender has it. The token is told in one of
 * two ways.
 */
export interface EnrollRequest {
  /** Single use; see `join-token.ts`. In clear only from agents of before the challenge. */
  readonly token?: string;
  /** Sealed to the server that proved itself, and bound to the two keys; see `join-token-box.ts`. */
  readonly sealedToken?: SealedSecret;
  /** Ed25519 public key, raw, base64url: signs every request from now on. */
  readonly signingKey: string;
  /** X25519 public key, raw, base64url: secrets are sealed to it. */
  readonly sealingKey: string;
  readonly facts: AgentFacts;
}

/** What an agent says of itself and its host. */
export interface AgentFacts {
  readonly hostname: string;
  readonly platform: string;
  readonly agentVersion: string;
  /** Names of the connectors it can run. */
  readonly connectors: readonly string[];
}

export interface EnrollAnswer {
  readonly agentId: string;
  readonly hostId: string;
  readonly hostName: string;
  /** A host that enrols again waits until a person approves it; its polls answer 403 `AGENT_NOT_APPROVED` meanwhile. */
  readonly status: 'active' | 'pending_approval';
  /** Ed25519 public key, raw, base64url: signs jobs. Its fingerprint stood in the join token. */
  readonly serverKey: string;
}

/** `POST /agent/v1/jobs/lease`: a long poll, and the heartbeat. */
export interface LeaseRequest {
  /** Seconds to wait for a job, 0 to 50. */
  readonly wait: number;
  /** Random for each start of the agent: what another run of it has leased is its own again at once. */
  readonly instance: string;
  /** Sent when they changed, and at the start. */
  readonly facts?: AgentFacts;
}

/** 200; without a job to do: 204. */
export interface LeaseAnswer {
  readonly leaseId: string;
  /** RFC 3339; an agent that has not said `started` by then has lost the lease. */
  readonly leaseUntil: string;
  readonly job: SignedJob;
}

/** An order, the secret it needs sealed to the agent, and the server's signature over both. */
export interface SignedJob {
  /** The order as JSON text: the very bytes that are signed and that the secret is bound to. */
  readonly order: string;
  readonly sealed: SealedSecret;
  /** Ed25519, base64url; see `job-signature.ts`. */
  readonly signature: string;
}

/** HPKE (RFC 9180), base mode, X25519-HKDF-SHA256, HKDF-SHA256, AES-256-GCM; the order is its associated data. Base64url. */
export interface SealedSecret {
  readonly enc: string;
  readonly ciphertext: string;
}

/** `POST /agent/v1/jobs/{id}/started` and `…/extend`: 200 `{leaseUntil}`, or 409: cancelled, superseded or the lease lost. */
export interface LeaseReference {
  readonly leaseId: string;
}

/** What became of a job on the host. */
export type JobOutcome =
  /** A fresh login with the value went well, and a wrong value was refused. */
  | 'confirmed'
  /** The host holds what it held before: definite. */
  | 'not_changed'
  /** It may or may not hold the value: indefinite. */
  | 'unverified'
  /** Only of `verify`: the host refuses the value it should hold. */
  | 'drifted';

/** `POST /agent/v1/jobs/{id}/result`, repeated until it is answered 200; the same result twice is once. */
export interface JobResult extends LeaseReference {
  readonly type: JobType;
  readonly version: number;
  readonly outcome: JobOutcome;
  /** Of everything but `confirmed`; see `result-code.ts`. */
  readonly code?: string;
  /** Plain words without any secret, at most 300 characters. */
  readonly detail?: string;
  /** Of `STALE_VERSION`: the newest version that was set here, so that the next one can be above it. */
  readonly held?: number;
  /** Codes of what a person should know although it went well, such as `MUST_CHANGE_AT_LOGIN`. */
  readonly warnings?: readonly string[];
  /** The account as the target itself calls it, where the agent found it. */
  readonly target?: AccountOnTarget;
}

/** What makes an account one and the same, however an identity spells it. */
export interface AccountOnTarget {
  /** A stable id of the machine, such as what `/etc/machine-id` is hashed to; at most 200 characters. */
  readonly machine: string;
  /** The port that was really used; absent where the target has none. */
  readonly port?: number;
  /** The account's name as the target stores it; at most 300 characters. */
  readonly name: string;
}

/** `POST /agent/v1/keys`, signed with the old key: the new ones, and a proof that the sender has the new signing key. */
export interface ReplaceKeysRequest {
  readonly signingKey: string;
  readonly sealingKey: string;
  /** Ed25519 by the new signing key over `keyledger/agent-keys/v1\n` agentId `\n` signingKey `\n` sealingKey, base64url. */
  readonly proof: string;
}
