import type { ModelSchema } from '../../src/kernel/read-model';

export type SeenVia = 'checkout' | 'reveal' | 'break-glass' | 'typed' | 'lease';

/** A version of an identity's value that somebody was shown, or typed. */
export interface SeenVersion {
  readonly version: number;
  readonly since: string;
  readonly via: SeenVia;
  readonly sessionId?: string;
  /** Of a fact that another one may take back: nothing was shown after all. */
  readonly disclosureId?: string;
}

/** Which versions of an identity's value a person, a machine caller or a host was ever shown. Which of them are in force, the identity says. */
export interface ExposureDocument {
  /** `<subject>:<identity id>` */
  readonly id: string;
  /** `user-<id>` or `host-<id>` */
  readonly subject: string;
  readonly identityId: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
  /** In the order they were shown. */
  readonly seen: readonly SeenVersion[];
}

export const EXPOSURES: ModelSchema = {
  name: 'exposures',
  version: 2,
  fields: { subject: 'text', organizationId: 'text' },
  indexes: [['subject'], ['subject', 'organizationId']],
};
