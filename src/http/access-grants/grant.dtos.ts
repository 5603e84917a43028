import { ApiSchema } from '@nestjs/swagger';
import { EmailOf, PrincipalName } from '../platform/naming/name-of';
import { FilterId } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { OneOf } from '../platform/validation/one-of';
import { Clearable, Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { UtcTime } from '../platform/validation/utc-time';
import { LEVELS } from '../shared/access.dto';

const PRINCIPALS = ['user', 'group'] as const;
type Principal = (typeof PRINCIPALS)[number];
type Level = (typeof LEVELS)[number];

@ApiSchema({ name: 'Grant' })
export class GrantDto {
  @Id() id!: string;
  @OneOf(PRINCIPALS) principalType!: Principal;
  @Id() principalId!: string;
  @PrincipalName() principalName?: string;
  @OneOf(LEVELS) level!: Level;
  @Optional() @UtcTime() expiresAt?: string;
  @Id() grantedBy!: string;
  @EmailOf('grantedBy') grantedByEmail?: string;
  @UtcTime() createdAt!: string;
  @Flag({ description: 'It has run out, and allows nothing any more.' }) expired!: boolean;
}

export class GiveGrantDto {
  @OneOf(PRINCIPALS) principalType!: Principal;
  @Id() principalId!: string;
  @OneOf(LEVELS) level!: Level;
  @Optional() @UtcTime() expiresAt?: string;
}

export class ChangeGrantDto {
  @Optional() @OneOf(LEVELS) level?: Level;
  @Clearable() @UtcTime() expiresAt?: string | null;
}

export class GrantQuery extends PageQuery {
  @Optional() @FilterId('IDP user or group') principalId?: string;
}
