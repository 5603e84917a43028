import { ApiSchema } from '@nestjs/swagger';
import { DisclosedDto } from '../identities/credential.dtos';
import { HostName, IdentityName, OrganizationName, VaultName } from '../platform/naming/name-of';
import { DurationMinutes, FilterId, Reason } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { Text } from '../platform/validation/text';
import { ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { WholeNumber } from '../platform/validation/whole-number';
import { OptionalReceipt, ReceiptDto } from '../shared/receipt.dto';
import { WarningDto, OptionalWarnings } from '../shared/warning.dto';

const ENDS = ['checkin', 'force', 'expiry', 'grant_revoked', 'break_glass', 'support_disabled', 'transfer'] as const;
const REVIEWS = ['open', 'closed'] as const;
const STATUSES = ['active', 'ended'] as const;

/** A session beside which somebody broke the glass. */
@ApiSchema({ name: 'OverlappedSession' })
export class OverlappedSessionDto {
  @Id() sessionId!: string;
  @Id() userId!: string;
  @ToldText() userEmail!: string;
}

@ApiSchema({ name: 'TransferredSession' })
export class TransferredSessionDto {
  @Id() sessionId!: string;
  @Id() userId!: string;
  @ToldText() userEmail!: string;
}

@ApiSchema({ name: 'Review' })
export class ReviewedDto {
  @OneOf(REVIEWS) status!: (typeof REVIEWS)[number];
  @Optional() @Id() userId?: string;
  @Optional() @ToldText() userEmail?: string;
  @Optional() @ToldText() note?: string;
  @Optional() @UtcTime() time?: string;
}

@ApiSchema({ name: 'Session' })
export class SessionDto {
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
  @Optional() @Id() hostId?: string;
  @HostName() hostName?: string;
  @Flag() breakGlass!: boolean;
  @Flag() ownerBypass!: boolean;
  @UtcTime() checkedOutAt!: string;
  @UtcTime() expiresAt!: string;
  @Optional() @UtcTime() endedAt?: string;
  @Optional() @OneOf(ENDS) endedBy?: (typeof ENDS)[number];
  @Optional()
  @ToldText({ example: 'RECEIPT_UNAVAILABLE', description: 'Its value was never shown, and why: a code.' })
  withheld?: string;
  @Optional()
  @OneOf(['break_glass'], {
    description: 'The glass was broken beside it: its end was brought nearer, and is told as this.',
  })
  endsAs?: 'break_glass';
  @Optional()
  @ListOf(nested(() => OverlappedSessionDto), {
    description: 'Of a break-glass session: the sessions that were open when the glass was broken.',
  })
  overlapped?: OverlappedSessionDto[];
  @Optional()
  @Nested(() => TransferredSessionDto, { description: 'The session that was handed over, and who held it.' })
  transferredFrom?: TransferredSessionDto;
  @Optional()
  @Id({ description: 'The session with which whom it was handed over to goes on.' })
  transferredTo?: string;
  @Optional()
  @Nested(() => ReviewedDto, {
    description: 'Of a break-glass session: whether somebody else than its user has reviewed it, and what was found.',
  })
  review?: ReviewedDto;
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
  @OptionalReceipt() receipt?: ReceiptDto;
  @OptionalWarnings() warnings?: WarningDto[];
}

export class BreakGlassDto {
  @Reason() reason!: string;
}

export class ReviewDto {
  @Text({ max: 2000, trimmed: true, description: 'What was found. Counted without the white space around it.' })
  note!: string;
}

export class ForceDto {
  @Reason() reason!: string;
}

export class TransferDto {
  @Id({ description: 'The user who goes on with it.' }) userId!: string;
  @Reason() reason!: string;
}

export class ExtendDto {
  @WholeNumber({ min: 1, max: 1440, description: 'Added to the present end.' }) durationMinutes!: number;
  @Reason() reason!: string;
}

export class SessionQuery extends PageQuery {
  @Optional()
  @OneOf(STATUSES, { description: 'Only open sessions, or only ended ones.' })
  status?: (typeof STATUSES)[number];
  @Optional() @Flag({ description: 'Only break-glass sessions, or only others.' }) breakGlass?: boolean;
  @Optional() @OneOf(REVIEWS, { description: 'Only those whose review stands so.' }) review?: (typeof REVIEWS)[number];
  @Optional() @Id({ description: 'Only what this user holds or held; `me` is the caller.' }) userId?: string;
  @Optional() @FilterId('identity') identityId?: string;
  @Optional() @FilterId('vault') identityGroupId?: string;
  @Optional() @FilterId('organization') organizationId?: string;
}
