import { ApiSchema } from '@nestjs/swagger';
import { ForExcel } from '../audit/excel';
import { EmailOf, OrganizationName, VaultName } from '../platform/naming/name-of';
import { FilterId, Reason } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { WholeNumber } from '../platform/validation/whole-number';
import { LEVELS } from '../shared/access.dto';

const DECISIONS = ['keep', 'revoke'] as const;
const STATUSES = ['open', 'closed'] as const;
const PRINCIPALS = ['user', 'group'] as const;
type Level = (typeof LEVELS)[number];

@ApiSchema({ name: 'AccessReviewDecision' })
export class AccessReviewDecisionDto {
  @OneOf(DECISIONS) decision!: (typeof DECISIONS)[number];
  @Optional() @ToldText() reason?: string;
  @OneOf(LEVELS) level!: Level;
  @Optional() @UtcTime() expiresAt?: string;
  @Id() userId!: string;
  @ToldText() userEmail!: string;
  @UtcTime() time!: string;
}

@ApiSchema({ name: 'AccessReviewLine', description: 'A grant as it stood when the review was opened.' })
export class AccessReviewLineDto {
  @Id() grantId!: string;
  @OneOf(PRINCIPALS) principalType!: (typeof PRINCIPALS)[number];
  @Id() principalId!: string;
  @ToldText() principalName!: string;
  @OneOf(LEVELS) level!: Level;
  @Optional() @UtcTime() expiresAt?: string;
  @Id() grantedBy!: string;
  @EmailOf('grantedBy') grantedByEmail?: string;
  @UtcTime() createdAt!: string;
  @Optional()
  @Nested(() => AccessReviewDecisionDto, {
    description: 'What was decided last, and on which terms the grant stood then.',
  })
  decision?: AccessReviewDecisionDto;
}

@ApiSchema({ name: 'AccessReviewSummary' })
export class AccessReviewSummaryDto {
  @Id() id!: string;
  @Id() identityGroupId!: string;
  @VaultName() identityGroupName?: string;
  @Id() organizationId!: string;
  @OrganizationName() organizationName?: string;
  @OneOf(STATUSES) status!: (typeof STATUSES)[number];
  @UtcTime() openedAt!: string;
  @Id() openedBy!: string;
  @ToldText() openedByEmail!: string;
  @UtcTime() dueAt!: string;
  @Flag({ description: 'It is open beyond its date.' }) overdue!: boolean;
  @ToldCount({ description: 'Lines.' }) total!: number;
  @ToldCount({ description: 'Lines on which something was decided.' }) decided!: number;
  @Optional() @UtcTime() closedAt?: string;
  @Optional() @Id() closedBy?: string;
  @Optional() @ToldText() closedByEmail?: string;
  @Optional() @ToldCount({ description: 'Once closed: grants that stay.' }) kept?: number;
  @Optional() @ToldCount({ description: 'Once closed: grants that the review revoked.' }) revoked?: number;
  @Optional() @ToldCount({ description: 'Once closed: grants that had gone before anybody decided.' }) gone?: number;
}

@ApiSchema({ name: 'AccessReview' })
export class AccessReviewDto extends AccessReviewSummaryDto {
  @ListOf(nested(() => AccessReviewLineDto)) lines!: AccessReviewLineDto[];
}

export class OpenAccessReviewDto {
  @Id() identityGroupId!: string;
  @WholeNumber({ min: 1, max: 365 }) dueInDays!: number;
}

export class DecideLineDto {
  @Id() grantId!: string;
  @OneOf(DECISIONS) decision!: (typeof DECISIONS)[number];
  @Optional() @Reason({ description: 'Needed to revoke.' }) reason?: string;
}

export class AccessReviewQuery extends PageQuery {
  @Optional() @FilterId('vault') identityGroupId?: string;
  @Optional() @OneOf(STATUSES, { description: 'Only reviews that stand so.' }) status?: (typeof STATUSES)[number];
}

export class WhoCanQuery {
  @Optional() @FilterId('vault') identityGroupId?: string;
  @Optional() @FilterId('user') userId?: string;
  @Optional() @OneOf(['json', 'csv'], { description: 'JSON where it is absent.' }) format?: 'json' | 'csv';
  @Optional() @ForExcel() bom?: '1';
}
