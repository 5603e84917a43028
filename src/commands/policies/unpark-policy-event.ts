import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { handled } from '../../domain/policies/decide';
import { policy } from '../../domain/policies/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** A policy has acted upon a parked event after all. Sent by policies only. */
export class UnparkPolicyEvent extends Command<void> {
  constructor(
    readonly context: Context,
    readonly policy: string,
    readonly eventId: string,
  ) {
    super();
  }
}

@CommandHandler(UnparkPolicyEvent)
export class UnparkPolicyEventHandler implements ICommandHandler<UnparkPolicyEvent> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, policy: name, eventId }: UnparkPolicyEvent): Promise<void> {
    await this.deciding.decide(context, { fold: policy, id: name }, ({ target }) =>
      handled(target.state, name, eventId),
    );
  }
}
