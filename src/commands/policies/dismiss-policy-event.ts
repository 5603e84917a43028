import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwner } from '../../access/require';
import { dismiss } from '../../domain/policies/decide';
import { policy } from '../../domain/policies/state';
import type { Context } from '../../kernel/context';
import { PolicyOperations } from '../../kernel/operations';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/** Answers for it that a parked event is never acted upon. Owners only. */
export class DismissPolicyEvent extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly policy: string,
    readonly eventId: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(DismissPolicyEvent)
export class DismissPolicyEventHandler implements ICommandHandler<DismissPolicyEvent> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(PolicyOperations) private readonly policies: PolicyOperations,
  ) {}

  async execute({ context, policy: name, eventId, reason }: DismissPolicyEvent): Promise<CommandResult> {
    const asked = { policy: name, eventId, reason };
    const decisionTarget = { fold: policy, id: name, refusedAs: 'keyledger.policy-event-dismiss-refused.v1', asked };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const refusal = requireOwner(await loadCaller(decision, context));
      const known = this.policies.has(name) ? undefined : notFound('policy');
      return refusal ?? known ?? dismiss(decision.target.state, asked);
    });
    return { id: eventId, position };
  }
}
