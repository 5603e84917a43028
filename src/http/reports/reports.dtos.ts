import { ApiSchema } from '@nestjs/swagger';
import type { MissingPart, IncidentNotice, WithoutApproval } from '../../queries/reports/incident';
import { ForExcel } from '../audit/excel';
import { pageOf } from '../platform/endpoint/page-of';
import { FilterId } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { OneOf, oneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { Cursor, Limit } from '../platform/validation/page-query';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime, UtcTimeBound } from '../platform/validation/utc-time';
import { OverlappedSessionDto, ReviewedDto } from '../sessions/session.dtos';

const MISSING: readonly MissingPart[] = ['end', 'rotation', 'review', 'notification', 'delivery'];
const WITHOUT: readonly WithoutApproval[] = ['approval-bypassed', 'vault-asks-for-none'];

export class BreakGlassReportQuery {
  @Optional() @FilterId('organization') organizationId?: string;
  @Optional() @UtcTimeBound({ description: 'Checked out not before this time.' }) from?: string;
  @Optional() @UtcTimeBound({ description: 'Checked out before this time.' }) to?: string;
  @Optional()
  @OneOf(['json', 'csv'], { description: 'CSV is the whole report in one answer.' })
  format?: 'json' | 'csv';
  @Optional() @ForExcel() bom?: '1';
  @Limit() limit = 50;
  @Cursor() cursor?: string;
}

@ApiSchema({ name: 'OverlappedInIncident' })
class OverlappedDto extends OverlappedSessionDto {
  @Optional() @UtcTime() endedAt?: string;
  @Optional() @ToldText({ example: 'break_glass' }) endedBy?: string;
}

@ApiSchema({ name: 'ToldOfIncident' })
class ToldDto {
  @OneOf(['inbox', 'mail', 'webhook']) via!: IncidentNotice['via'];
  @Optional() @Id() userId?: string;
  @Optional() @ToldText() userEmail?: string;
  @Optional() @Id() channelId?: string;
  @OneOf(['delivered', 'pending', 'abandoned']) status!: IncidentNotice['status'];
  @Optional() @UtcTime({ description: 'When it was delivered.' }) time?: string;
}

@ApiSchema({ name: 'Incident' })
export class IncidentDto {
  @Id() sessionId!: string;
  @Id() identityId!: string;
  @Optional() @ToldText({ description: 'Names are as they were at the checkout.' }) identityName?: string;
  @Id() identityGroupId!: string;
  @Optional() @ToldText() identityGroupName?: string;
  @Id() organizationId!: string;
  @Optional() @ToldText() organizationName?: string;
  @Id() userId!: string;
  @ToldText() userEmail!: string;
  @ToldText({ description: 'The justification.' }) reason!: string;
  @Optional()
  @OneOf(WITHOUT, { description: 'Why nobody approved: it was bypassed, or the vault asked for none.' })
  withoutApproval?: WithoutApproval;
  @Optional() @ToldText() ip?: string;
  @Optional() @ToldText() userAgent?: string;
  @UtcTime() checkedOutAt!: string;
  @UtcTime() expiresAt!: string;
  @Optional() @ToldCount({ description: 'From checkout to the automatic end.' }) durationMinutes?: number;
  @Optional() @UtcTime() endedAt?: string;
  @Optional() @ToldText({ example: 'checkin' }) endedBy?: string;
  @Optional() @ToldCount({ description: 'From checkout to its end.', example: 1330 }) heldSeconds?: number;
  @ListOf(nested(() => OverlappedDto)) overlapped!: OverlappedDto[];
  @ListOf(nested(() => ToldDto)) notified!: ToldDto[];
  @Optional()
  @UtcTime({
    description: 'When a value came into force that the user was not shown, and stayed in force.',
    example: '2026-01-31T09:52:12.000Z',
  })
  rotatedAt?: string;
  @Nested(() => ReviewedDto) review!: ReviewedDto;
  @ToldCount({ description: 'How often people were reminded of the review.', example: 0 }) reminders!: number;
  @ListOf(oneOf(MISSING), { description: 'What is not there, or not yet; empty: it is complete.' })
  missing!: MissingPart[];
}

export const IncidentPageDto = pageOf(IncidentDto);
