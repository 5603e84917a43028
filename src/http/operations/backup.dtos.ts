import { ApiSchema } from '@nestjs/swagger';
import { ListOf } from '../platform/validation/list-of';
import { Optional } from '../platform/validation/optional';
import { toldText } from '../platform/validation/told';
import { WholeNumber } from '../platform/validation/whole-number';

export class PruneDto {
  @Optional() @WholeNumber({ min: 1, max: 10_000, description: 'So many of the newest stay.' }) keep?: number;
  @Optional()
  @WholeNumber({ min: 0, max: 36_500, description: 'Those made so many days ago, or earlier, go.' })
  olderThanDays?: number;
}

@ApiSchema({ name: 'Pruned' })
export class PrunedDto {
  @ListOf(toldText) removed!: string[];
}
