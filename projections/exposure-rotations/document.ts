import type { ModelSchema } from '../../src/kernel/read-model';

/** An identity of a campaign, and what came of it so far. */
export interface ExposureRotationItem {
  readonly identityId: string;
  readonly organizationId: string;
  readonly versions: readonly number[];
  readonly outcome?: string;
  readonly code?: string;
  readonly detail?: string;
}

/** The last wish that all be changed which a person, or a host, was shown. */
export interface ExposureRotationDocument {
  /** The subject: `user-<id>` or `host-<id>`. */
  readonly id: string;
  readonly campaignId: string;
  readonly startedAt: string;
  /** Of the request it follows from. */
  readonly correlationId: string;
  readonly items: readonly ExposureRotationItem[];
  /** Is there an identity of which no outcome is known? */
  readonly waiting: boolean;
}

export const EXPOSURE_ROTATIONS: ModelSchema = {
  name: 'exposure_rotations',
  version: 2,
  fields: { waiting: 'boolean' },
  indexes: [['waiting']],
};
