import { ApiSchema } from '@nestjs/swagger';
import { EmailOf, OrganizationName } from '../platform/naming/name-of';
import { FilterId, Reason } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { WholeNumber } from '../platform/validation/whole-number';

@ApiSchema({ name: 'SupportAccess' })
export class SupportAccessDto {
  @Id() organizationId!: string;
  @OrganizationName() organizationName?: string;
  @Flag() enabled!: boolean;
  @Optional() @ToldText() reason?: string;
  @Optional() @UtcTime() expiresAt?: string;
  @Optional() @Id() changedBy?: string;
  @EmailOf('changedBy') changedByEmail?: string;
  @Optional() @UtcTime() changedAt?: string;
}

export class SetSupportAccessDto {
  @Flag() enabled!: boolean;
  @Reason() reason!: string;
  @Optional()
  @WholeNumber({ min: 1, max: 365, description: 'From now on; absent: until somebody disables it.' })
  expiresInDays?: number;
}

export class EmergencyDisableDto {
  @Reason() reason!: string;
}

@ApiSchema({ name: 'EmergencyDisabled' })
export class EmergencyDisabledDto {
  @ToldCount({ description: 'In how many it was on.' }) organizations!: number;
}

export class SupportAuditQuery extends PageQuery {
  @Optional() @FilterId('organization') organizationId?: string;
}
