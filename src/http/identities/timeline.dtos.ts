import { ApiSchema } from '@nestjs/swagger';
import { ActorDto } from '../audit/audit.dtos';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { Nested } from '../platform/validation/nested';
import { Optional } from '../platform/validation/optional';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

@ApiSchema({ name: 'TimelineEntry' })
export class TimelineEntryDto {
  @Id() id!: string;
  @UtcTime() time!: string;
  @ToldText({ example: 'keyledger.identity-checked-out.v1', description: 'Of the fact that tells it.' }) type!: string;
  @ToldText({ example: 'Checked out', description: 'What happened, in words.' }) title!: string;
  @Nested(() => ActorDto) by!: ActorDto;
  @Optional()
  @ToldText({ description: 'Of the user that it is about; where it is about none, of who acted.' })
  userEmail?: string;
  @Optional() @ToldText() reason?: string;
  @Optional() @ToldCount() durationMinutes?: number;
  @Optional() @Flag() breakGlass?: boolean;
  @Optional() @Id() sessionId?: string;
  @Optional() @Id() hostId?: string;
  @Optional() @ToldText() hostName?: string;
}
