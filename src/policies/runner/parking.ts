import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ParkPolicyEvent } from '../../commands/policies/park-policy-event';
import { ParkedEvents } from '../../commands/policies/parked-events';
import { UnparkPolicyEvent } from '../../commands/policies/unpark-policy-event';
import type { PolicyEventParked } from '../../domain/policies/events';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { PolicyContexts } from './policy-contexts';

export type ParkedData = Omit<PolicyEventParked['data'], 'policy'>;

/** States what policies go on without, and what of it they have done after all. */
@Injectable()
export class Parking {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(ParkedEvents) private readonly events: ParkedEvents,
  ) {}

  of(policy: string): Promise<readonly ParkedData[]> {
    return this.events.of(policy);
  }

  async park(policy: string, event: RecordedEvent, parked: ParkedData): Promise<void> {
    const context = this.contexts.after(policy, event, `parked after ${parked.tries}`);
    await this.commands.execute(new ParkPolicyEvent(context, { policy, ...parked }));
  }

  async unpark(policy: string, event: RecordedEvent): Promise<void> {
    const context = this.contexts.after(policy, event, 'handled');
    await this.commands.execute(new UnparkPolicyEvent(context, policy, event.id));
  }
}
