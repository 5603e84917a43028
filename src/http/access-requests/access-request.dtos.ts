import { ApiSchema } from '@nestjs/swagger';
import { IdentityName, OrganizationName, VaultName } from '../platform/naming/name-of';
import { DurationMinutes, FilterId, Reason } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

const STATUSES = ['pending', 'approved', 'denied', 'expired', 'cancelled', 'revoked', 'used'] as const;
const DECISIONS = ['approve', 'deny', 'revoke'] as const;
const VIEWS = ['mine', 'waiting-for-me', 'all'] as const;

@ApiSchema({ name: 'RequestDecision' })
export class RequestDecisionDto {
  @Id() userId!: string;
  @ToldText() userEmail!: string;
  @OneOf(DECISIONS) decision!: (typeof DECISIONS)[number];
  @Optional() @ToldText() reason?: string;
  @UtcTime() time!: string;
}

@ApiSchema({ name: 'AccessRequest' })
export class AccessRequestDto {
  @Id() id!: string;
  @Id() identityId!: string;
  @IdentityName() identityName?: string;
  @Id() identityGroupId!: string;
  @VaultName() identityGroupName?: string;
  @Id() organizationId!: string;
  @OrganizationName() organizationName?: string;
  @Id() userId!: string;
  @ToldText() userEmail!: string;
  @ToldText() reason!: string;
  @DurationMinutes() durationMinutes!: number;
  @OneOf(STATUSES) status!: (typeof STATUSES)[number];
  @ToldCount({ description: 'How many approvals it takes.' }) required!: number;
  @ListOf(nested(() => RequestDecisionDto), {
    description: 'All that were made, oldest first, whether or not they count still.',
  })
  decisions!: RequestDecisionDto[];
  @UtcTime() createdAt!: string;
  @UtcTime() expiresAt!: string;
  @Optional() @Id() sessionId?: string;
}

export class AskAccessDto {
  @Reason() reason!: string;
  @DurationMinutes() durationMinutes!: number;
}

export class DecisionDto {
  @Reason() reason!: string;
}

export class AccessRequestQuery extends PageQuery {
  @Optional() @OneOf(VIEWS, { description: 'Whose requests.' }) view?: (typeof VIEWS)[number];
  @Optional() @OneOf(STATUSES, { description: 'Only requests that stand so.' }) status?: (typeof STATUSES)[number];
  @Optional() @FilterId('identity') identityId?: string;
}
