import { ApiSchema } from '@nestjs/swagger';
import { Flag } from '../platform/validation/flag';
import { id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { TextOr } from '../platform/validation/told';

export const ROTATION_STATUSES = ['none', 'pending', 'confirmed', 'failed', 'suspended'] as const;
export type RotationStatus = (typeof ROTATION_STATUSES)[number];

@ApiSchema({ name: 'RotationOnHosts' })
export class RotationOnHostsDto {
  @ListOf(id) confirmed!: string[];
  @ListOf(id) notChanged!: string[];
  @ListOf(id) unverified!: string[];
  @ListOf(id) expired!: string[];
}

@ApiSchema({ name: 'RotationSummary' })
export class RotationSummaryDto {
  @OneOf(ROTATION_STATUSES) status!: RotationStatus;
  @Optional() @Flag() vaultOnly?: boolean;
  @Optional()
  @TextOr(() => RotationOnHostsDto, { description: 'How it stands, where it was to be done on hosts by host.' })
  detail?: string | RotationOnHostsDto;
}
