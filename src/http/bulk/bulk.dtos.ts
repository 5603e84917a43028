import { ApiSchema } from '@nestjs/swagger';
import { GiveGrantDto } from '../access-grants/grant.dtos';
import { IdentityFilterDto } from '../identities/identity-filter.dto';
import { Reason } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { ToldText } from '../platform/validation/told';

const STATUSES = ['done', 'refused', 'failed'] as const;

@ApiSchema({ name: 'BulkItem' })
export class BulkItemDto {
  @Id() id!: string;
  @OneOf(STATUSES, { description: '`failed`: could not be carried out; it may be tried again.' })
  status!: (typeof STATUSES)[number];
  @Optional()
  @ToldText({ example: 'CHECKED_OUT', description: 'Why not, as the same command alone would have answered.' })
  code?: string;
}

@ApiSchema({ name: 'BulkResult' })
export class BulkResultDto {
  @ListOf(nested(() => BulkItemDto)) items!: BulkItemDto[];
  @Optional() @Flag({ description: 'There were more than are done at once: ask again.' }) more?: boolean;
}

export class RotateIdentitiesDto {
  @Nested(() => IdentityFilterDto, { description: 'At least one field: everything at once is never meant.' })
  filter!: IdentityFilterDto;
}

export class ForceCheckInSessionsDto {
  @Optional() @Id() userId?: string;
  @Optional() @Id() identityGroupId?: string;
  @Reason() reason!: string;
}

export class GiveGrantsDto {
  @ListOf(nested(() => GiveGrantDto), { min: 1, max: 1000, unique: true }) grants!: GiveGrantDto[];
}
