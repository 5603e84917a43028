import { ApiSchema } from '@nestjs/swagger';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { ToldCount, ToldText, toldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { wholeNumber } from '../platform/validation/whole-number';
import { ROTATION_STATUSES, type RotationStatus } from './rotation-summary.dto';

const KNOWN = ['present', 'older', 'newer', 'either', 'refused', 'untouched', 'unmanaged'] as const;
const WAITS = ['nothing', 'work', 'person'] as const;

@ApiSchema({ name: 'RotationOnHost' })
export class RotationOnHostDto {
  @Id() hostId!: string;
  @ToldText() hostName!: string;
  @ToldText() state!: string;
  @UtcTime() since!: string;
  @ToldCount({ description: 'Proved there last; where none was, the one served.' }) version!: number;
  @Optional() @ToldCount({ description: 'The version on its way there.' }) candidate?: number;
  @Optional() @ToldText() code?: string;
  @Optional() @ListOf(toldText, { description: 'What to know although it went well.' }) warnings?: string[];
  @Flag({ description: 'A login there proved the value that is served, and nothing was begun there since.' })
  proved!: boolean;
  @OneOf(KNOWN) known!: (typeof KNOWN)[number];
  @Flag() online!: boolean;
  @ToldText() explanation!: string;
}

@ApiSchema({ name: 'Rotation' })
export class RotationDto {
  @OneOf(ROTATION_STATUSES) status!: RotationStatus;
  @Flag() vaultOnly!: boolean;
  @Optional() @ToldText() trigger?: string;
  @Optional() @UtcTime() startedAt?: string;
  @ListOf(nested(() => RotationOnHostDto)) hosts!: RotationOnHostDto[];
  @ToldText() explanation!: string;
  @OneOf(WAITS) waitsFor!: (typeof WAITS)[number];
  @Optional() @UtcTime() nextRotationAt?: string;
}

@ApiSchema({ name: 'ReplacedVersion' })
export class ReplacedVersionDto {
  @ToldCount() version!: number;
  @UtcTime() retiredAt!: string;
  @ToldText() retiredBy!: string;
  @Flag() restorable!: boolean;
}

@ApiSchema({ name: 'History' })
export class HistoryDto {
  @ListOf(nested(() => ReplacedVersionDto)) items!: ReplacedVersionDto[];
}

/** Of a version in the path. */
export const version = wholeNumber({ min: 1, max: 999_999_999 });
