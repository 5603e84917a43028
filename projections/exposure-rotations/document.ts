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
  /** `yes` while there is an identity of which no outcome is known. */
  readonly waiting: 'yes' | 'no';
}

export const EXPOSURE_ROTATIONS: ModelSchema = {
  name: 'exposure_rotations',
  version: 1,
  fields: { waiting: 'text' },
  indexes: [['waiting']],
};
