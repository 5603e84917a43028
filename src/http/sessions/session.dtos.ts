import { ApiSchema } from '@nestjs/swagger';
import { DisclosedDto } from '../identities/credential.dtos';
import { DurationMinutes, Reason } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { Nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { WholeNumber } from '../platform/validation/whole-number';

const ENDS = ['checkin', 'force', 'expiry', 'grant_revoked', 'break_glass', 'support_disabled'] as const;
const STATUSES = ['active', 'ended'] as const;

@ApiSchema({ name: 'Session' })
export class SessionDto {
  @Id() id!: string;
  @Id() identityId!: string;
  @Id() identityGroupId!: string;
  @Id() organizationId!: string;
  @Id() userId!: string;
  @ToldText() userEmail!: string;
  @ToldText() reason!: string;
  @Optional() @Id() hostId?: string;
  @Flag() breakGlass!: boolean;
  @Flag() ownerBypass!: boolean;
  @UtcTime() checkedOutAt!: string;
  @UtcTime() expiresAt!: string;
  @Optional() @UtcTime() endedAt?: string;
  @Optional() @OneOf(ENDS) endedBy?: (typeof ENDS)[number];
  @OneOf(STATUSES) status!: (typeof STATUSES)[number];
}

export class CheckoutDto {
  @Reason() reason!: string;
  @DurationMinutes() durationMinutes!: number;
  @Optional() @Id() hostId?: string;
}

@ApiSchema({ name: 'Checkout', description: 'A repetition after the session has ended answers without credential.' })
export class CheckedOutDto {
  @Nested(() => SessionDto) session!: SessionDto;
  @Optional() @Nested(() => DisclosedDto) credential?: DisclosedDto;
}

export class ForceDto {
  @Reason() reason!: string;
}

export class ExtendDto {
  @WholeNumber({ min: 1, max: 1440, description: 'Added to the present end.' }) durationMinutes!: number;
  @Reason() reason!: string;
}

export class SessionQuery extends PageQuery {
  @Optional() @OneOf(STATUSES) status?: (typeof STATUSES)[number];
  @Optional() @Flag() breakGlass?: boolean;
  @Optional() @Id() userId?: string;
  @Optional() @Id() identityId?: string;
  @Optional() @Id() identityGroupId?: string;
  @Optional() @Id() organizationId?: string;
}
