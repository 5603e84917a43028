import { ApiSchema } from '@nestjs/swagger';
import { Flag } from '../platform/validation/flag';
import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { patterned } from '../platform/validation/patterned';
import { ToldCount, ToldNumber, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

const STATES = ['running', 'rebuilding', 'stopped'] as const;

export const projectionName = patterned({ max: 41, pattern: '^[a-z][a-z_]{0,40}$', says: 'is no projection' });

@ApiSchema({ name: 'RebuildProgress' })
export class RebuildProgressDto {
  @ToldNumber() percent!: number;
  @ToldNumber() eventsPerSecond!: number;
}

@ApiSchema({ name: 'Projection' })
export class ProjectionDto {
  @ToldText({ example: 'audit_trail' }) name!: string;
  @ToldCount() version!: number;
  @ToldText() position!: string;
  @Flag() current!: boolean;
  @ToldCount({ description: 'Events that wait to be applied; bytes of the log where it is in EventStoreDB.' })
  lag!: number;
  @OneOf(STATES) state!: (typeof STATES)[number];
  @Optional() @Nested(() => RebuildProgressDto) progress?: RebuildProgressDto;
  @Optional() @ToldText() error?: string;
}

@ApiSchema({ name: 'Projections' })
export class ProjectionListDto {
  @ListOf(nested(() => ProjectionDto)) items!: ProjectionDto[];
}

@ApiSchema({ name: 'RebuildBegun' })
export class RebuildBegunDto {
  @ToldText({ example: 'audit_trail' }) name!: string;
}

@ApiSchema({ name: 'Backup' })
export class BackupDto {
  @ToldText() id!: string;
  @UtcTime() madeAt!: string;
  @ToldText() position!: string;
  @ToldCount() bytes!: number;
}

@ApiSchema({ name: 'Backups' })
export class BackupListDto {
  @ListOf(nested(() => BackupDto)) items!: BackupDto[];
}

@ApiSchema({ name: 'BackupBegun' })
export class BackupBegunDto {
  @ToldText({ description: 'Name of its folder under `<data dir>/backups`, once it is made.' }) id!: string;
}
