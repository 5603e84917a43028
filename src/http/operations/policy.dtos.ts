import { ApiSchema } from '@nestjs/swagger';
import { Reason } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { Optional } from '../platform/validation/optional';
import { patterned } from '../platform/validation/patterned';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

export const policyName = patterned({ max: 81, pattern: '^[a-z][a-z-]{0,80}$', says: 'is no policy' });
export const eventId = patterned({ max: 64, pattern: '^[0-9A-Za-z-]{1,64}$', says: 'is no event' });

@ApiSchema({ name: 'ParkedEvent' })
export class ParkedEventDto {
  @ToldText() eventId!: string;
  @ToldText() type!: string;
  @ToldText() stream!: string;
  @UtcTime() since!: string;
  @ToldCount() tries!: number;
  @ToldText({ description: 'Names the error; the log of the server says more.' }) cause!: string;
  @Optional()
  @Flag({ description: 'Somebody may still have what they may no longer have, until this is settled.' })
  critical?: boolean;
}

@ApiSchema({ name: 'Policy' })
export class PolicyDto {
  @ToldText({ example: 'end-session-when-its-basis-is-lost' }) name!: string;
  @ToldText() position!: string;
  @ToldCount({ description: 'Events after its position; bytes of the log where it is in EventStoreDB.' }) lag!: number;
  @Optional() @UtcTime() oldestUnhandled?: string;
  @ToldCount({ description: 'On this node, since it took up the policies.' }) failures!: number;
  @Optional()
  @ToldText({
    example: 'sessions',
    description: 'On this node: the read model it waits for, which is being filled. That is no failure.',
  })
  waitsFor?: string;
  @ListOf(nested(() => ParkedEventDto)) parked!: ParkedEventDto[];
}

@ApiSchema({ name: 'Policies' })
export class PolicyListDto {
  @ListOf(nested(() => PolicyDto)) items!: PolicyDto[];
}

@ApiSchema({ name: 'ParkedRetry' })
export class ParkedRetryDto {
  @ToldText() policy!: string;
  @ToldText() eventId!: string;
}

export class DismissDto {
  @Reason() reason!: string;
}
