/**
 * `set`: the account must hold the value afterwards, and prove it. `verify`: does it hold it? Nothing is changed.
 */
export type JobType = 'set' | 'verify';

/** One unit of work for a host, as its agent gets it. Never holds a secret. */
export interface JobOrder {
  /** 2: with `oldKeys`, which an agent of before would silently leave where they are; it takes no order of 2. */
  readonly v: 1 | 2;
  readonly jobId: string;
  readonly leaseId: string;
  readonly agentId: string;
  readonly hostId: string;
  readonly identityId: string;
  readonly type: JobType;
  readonly target: JobTarget;
  /** Version of the value: the fence. An agent never sets an older one over a newer one. */
  readonly version: number;
  /** From 1; grows with every delivery. */
  readonly attempt: number;
  /** RFC 3339, UTC. */
  readonly issuedAt: string;
  /** RFC 3339, UTC: not to be begun after that. */
  readonly notAfter: string;
  /**
   * Of SSH keys that may still let in, and that are to be taken away: absent where there are none, or where the secret holds
   * them (`previous`, `former`). The agent is not sent their private halves, as they existed before it was approved.
   */
  readonly oldKeys?: readonly OldKey[];
}

/** A key that is to be taken away. Whether it still lets in is asked of sshd with it alone (RFC 4252 § 7, without signature). */
export interface OldKey {
  /** `ssh-ed25519 AAAA…`, as a line of `authorized_keys` begins; absent: it is none that any agent could have set. */
  readonly publicKey?: string;
}

/** Which account, found on the host itself: never an address. */
export interface JobTarget {
  readonly connector: string;
  readonly username: string;
  readonly settings: Readonly<Record<string, string | number>>;
}

/** What is sealed to the agent. */
export interface JobSecret {
  readonly value: string;
  /** The value in force so far, for connectors that have to take it away: an SSH key, say. */
  readonly previous?: string;
  /** Other values that may still let in, to be taken away likewise. */
  readonly former?: readonly string[];
}
