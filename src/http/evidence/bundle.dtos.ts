import { ApiSchema } from '@nestjs/swagger';
import { EmailOf, OrganizationName } from '../platform/naming/name-of';
import { Id } from '../platform/validation/id';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime, UtcTimeBound } from '../platform/validation/utc-time';

const STATUSES = ['making', 'made', 'failed'] as const;

export class EvidenceBundleRequestDto {
  @Optional()
  @Id({ description: 'Facts of this organization alone; of the others there are hashes.' })
  organizationId?: string;
  @Optional()
  @UtcTimeBound({ description: 'Facts not before this time; of the others there are hashes.' })
  from?: string;
  @Optional() @UtcTimeBound({ description: 'Facts before this time; of the others there are hashes.' }) to?: string;
}

@ApiSchema({ name: 'EvidenceBundle' })
export class EvidenceBundleDto {
  @Id() id!: string;
  @OneOf(STATUSES) status!: (typeof STATUSES)[number];
  @ToldCount({ description: 'Which log, counted from 1.', example: 1 }) log!: number;
  @ToldCount({ description: 'Facts of the tree whose checkpoint is in it.', example: 120 }) size!: number;
  @Optional() @Id() organizationId?: string;
  @OrganizationName() organizationName?: string;
  @Optional() @UtcTime() from?: string;
  @Optional() @UtcTime() to?: string;
  @Optional() @ToldCount({ example: 123_904 }) bytes?: number;
  @Optional() @ToldText({ description: 'Of its content, hex.' }) sha256?: string;
  @Id() requestedBy!: string;
  @EmailOf('requestedBy') requestedByEmail?: string;
  @UtcTime() requestedAt!: string;
}

@ApiSchema({ name: 'EvidenceBundleBegun' })
export class EvidenceBundleBegunDto {
  @Id() id!: string;
}
