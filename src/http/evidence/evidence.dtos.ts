import { ApiSchema } from '@nestjs/swagger';
import { Reason } from '../platform/validation/common';
import { ToldCount } from '../platform/validation/told';

export class RestartEvidenceDto {
  @Reason() reason!: string;
}

@ApiSchema({ name: 'EvidenceRestarted' })
export class RestartedDto {
  @ToldCount({ description: 'Which log it is, counted from 1.', example: 2 }) log!: number;
}
