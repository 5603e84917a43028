import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { park } from '../../domain/policies/decide';
import type { PolicyEventParked } from '../../domain/policies/events';
import { policy } from '../../domain/policies/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** A policy goes on without an event that it could not act upon. Sent by policies only. */
export class ParkPolicyEvent extends Command<void> {
  constructor(
    readonly context: Context,
    readonly parked: PolicyEventParked['data'],
  ) {
    super();
  }
}

@CommandHandler(ParkPolicyEvent)
export class ParkPolicyEventHandler implements ICommandHandler<ParkPolicyEvent> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, parked }: ParkPolicyEvent): Promise<void> {
    await this.deciding.decide(context, { fold: policy, id: parked.policy }, ({ target }) =>
      park(target.state, parked),
    );
  }
}
