import type { ModelSchema } from '../../src/kernel/read-model';

export type DeadlineKind =
  | 'review'
  | 'access-request'
  | 'rotation'
  | 'vault-rotation'
  | 'staging'
  | 'job'
  | 'verification'
  | 'destroy'
  | 'vault-keys'
  | 'organization-secrets'
  | 'reservation'
  | 'reseal'
  | 'support-access'
  | 'delivery'
  | 'upgrade';

/** A place an identity holds in another stream: its vault, a host, an account on a host (by its stream's id). */
export interface ReservedPlace {
  readonly in: 'vault' | 'host' | 'account';
  readonly id: string;
  readonly hostId?: string;
}

/** Something to be done at a time, or owed from a time on. It goes when the fact that it was done is there. */
export interface DeadlineDocument {
  /** `<kind>:<subject id>` */
  readonly id: string;
  readonly kind: DeadlineKind;
  /** RFC 3339 UTC; absent while nothing is to be done. */
  readonly dueAt?: string;
  readonly organizationId: string;
  readonly identityId?: string;
  readonly identityGroupId?: string;
  readonly sessionId?: string;
  readonly rotationId?: string;
  readonly deliveryId?: string;
  readonly jobId?: string;
  /** When the interval asks for the next rotation. */
  readonly scheduledAt?: string;
  /** When one that failed is tried anew, whatever the interval. */
  readonly retryAt?: string;
  /** The identity is deleted or suspended: its dates don't count. */
  readonly paused?: boolean;
  /** The organization secret that all values are to be sealed by. */
  readonly secretVersion?: number;
  /** Rotations requested so far, whatever came of them: each try is a command of its own. */
  readonly tries?: number;
  /** While the identity is deleted its date waits here. */
  readonly waiting?: string;
  readonly places?: readonly ReservedPlace[];
  /** Hosts the identity says it is on; absent while it does not exist or is deleted. */
  readonly hostIds?: readonly string[];
  /** Those of them that have been asked since it was due. */
  readonly asked?: readonly string[];
}

export const DEADLINES: ModelSchema = {
  name: 'deadlines',
  version: 11,
  fields: { kind: 'text', dueAt: 'time' },
  indexes: [['kind', 'dueAt'], ['dueAt']],
};
