import { ApiSchema } from '@nestjs/swagger';
import { OrganizationName, VaultName } from '../platform/naming/name-of';
import { Name, Reason } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Nullable, Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

const VIA = ['checkout', 'reveal', 'break-glass', 'typed', 'lease'] as const;
const STATES = ['waiting', 'under-way', 'waiting-for-sessions', 'waiting-for-person', 'failed'] as const;

@ApiSchema({ name: 'ExposedOnHost' })
export class ExposedOnHostDto {
  @Id() hostId!: string;
  @Optional() @Name({ example: 'db-1' }) hostName?: string;
  @Flag({ description: 'It lets in there, for all anybody knows.' }) inForce!: boolean;
}

@ApiSchema({ name: 'ExposedRotation' })
export class ExposedRotationDto {
  @OneOf(STATES) state!: (typeof STATES)[number];
  @Optional() @ToldText({ example: 'VALUE_MISSING' }) code?: string;
  @Optional() @ToldText() detail?: string;
}

@ApiSchema({ name: 'SeenValue' })
export class SeenValueDto {
  @Id() identityId!: string;
  @Name({ example: 'prod-db-admin' }) identityName!: string;
  @Id() identityGroupId!: string;
  @VaultName() identityGroupName?: string;
  @Id() organizationId!: string;
  @OrganizationName() organizationName?: string;
  @ToldCount() version!: number;
  @UtcTime() since!: string;
  @OneOf(VIA) via!: (typeof VIA)[number];
  @Optional() @Id() sessionId?: string;
}

@ApiSchema({ name: 'ExposedValue' })
export class ExposedValueDto extends SeenValueDto {
  @ListOf(nested(() => ExposedOnHostDto)) hosts!: ExposedOnHostDto[];
  @Optional()
  @Nested(() => ExposedRotationDto, { description: 'Where its change was asked for: how far that has come.' })
  rotation?: ExposedRotationDto;
}

@ApiSchema({ name: 'ExposureRotation' })
export class ExposureRotationDto {
  @UtcTime() startedAt!: string;
  @ToldCount({ example: 12 }) total!: number;
  @ToldCount({ example: 9, description: 'Of them no value that was shown is in force any more.' }) done!: number;
  @ToldCount({ example: 1, description: 'Refused, or their rotation failed: a person must look.' }) failed!: number;
}

/** The first of them; all by the list itself. */
@ApiSchema({ name: 'ExposureRotationAccepted' })
export class ExposureAcceptedDto {
  @ListOf(nested(() => ExposedValueDto)) items!: ExposedValueDto[];
  @ListOf(nested(() => SeenValueDto), {
    description:
      'Of the identities looked at for this page: values replaced in the vault alone, which their targets may take still, as nobody has declared them dead.',
  })
  notDeclaredDead!: SeenValueDto[];
  @Optional() @Nested(() => ExposureRotationDto) rotation?: ExposureRotationDto;
}

@ApiSchema({ name: 'Exposure' })
export class ExposureDto extends ExposureAcceptedDto {
  @Nullable() @ToldText() nextCursor!: string | null;
}

export class RotateExposureDto {
  @Reason() reason!: string;
}

export class ExposureQuery extends PageQuery {}
