import { ApiSchema } from '@nestjs/swagger';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { Nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { patterned } from '../platform/validation/patterned';
import { ToldCount, ToldObject, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

const ACTORS = ['user', 'policy', 'agent', 'support', 'scim'] as const;
const OUTCOMES = ['success', 'refused'] as const;

@ApiSchema({ name: 'Actor' })
export class ActorDto {
  @OneOf(ACTORS) kind!: (typeof ACTORS)[number];
  @Optional() @Id() userId?: string;
  @Optional() @ToldText() email?: string;
  @Optional()
  @ToldText({
    description: "The policy's name, the agent's or the SCIM connection's id, where no user acts.",
    example: 'ensure-first-owner',
  })
  name?: string;
}

@ApiSchema({ name: 'AuditEntry' })
export class AuditEntryDto {
  @Id() id!: string;
  @ToldText() position!: string;
  @ToldText() stream!: string;
  @ToldText() type!: string;
  @UtcTime() time!: string;
  @OneOf(OUTCOMES) outcome!: (typeof OUTCOMES)[number];
  @Optional() @ToldText() code?: string;
  @Nested(() => ActorDto) actor!: ActorDto;
  @Optional() @ToldText() ip?: string;
  @Optional() @ToldText() userAgent?: string;
  @Optional() @Id() organizationId?: string;
  @Optional() @Id() identityGroupId?: string;
  @Optional() @Id() identityId?: string;
  @Optional() @Id() sessionId?: string;
  @Optional() @Id() hostId?: string;
  @Optional() @ToldText({ description: 'Names are as they were at that moment.' }) organizationName?: string;
  @Optional() @ToldText() identityGroupName?: string;
  @Optional() @ToldText() identityName?: string;
  @Optional() @ToldText() hostName?: string;
  @Optional() @ToldText({ description: 'Of the IDP user or IDP group that the fact names.' }) principalName?: string;
  @Optional()
  @ToldText({ description: 'Of the user that the fact names; where it names none, of who acted.' })
  userEmail?: string;
  @Optional() @ToldText() reason?: string;
  @Optional() @ToldCount() durationMinutes?: number;
  @Optional() @Flag() breakGlass?: boolean;
  @ToldText() correlationId!: string;
  @Optional() @ToldText() causationId?: string;
  @ToldObject({ description: 'The fact itself, as docs/events.md tells.' }) data!: object;
}

@ApiSchema({ name: 'RecordedEvent' })
export class RecordedEventDto {
  @Id() id!: string;
  @ToldText() stream!: string;
  @ToldCount() revision!: number;
  @ToldText() position!: string;
  @ToldText() type!: string;
  @ToldObject() data!: object;
  @ToldObject() metadata!: object;
}

/** A word, or a word and an id. */
export const streamNameFilter = patterned({
  max: 250,
  pattern: '^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9_.-]+)?$',
  says: 'is no stream',
});
