import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwner } from '../../access/require';
import { requestRetry } from '../../domain/policies/decide';
import { policy } from '../../domain/policies/state';
import type { Context } from '../../kernel/context';
import { PolicyOperations } from '../../kernel/operations';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/** Has a parked event acted upon once more, by the node whose policies are at work. Owners only. */
export class RetryPolicyEvent extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly policy: string,
    readonly eventId: string,
  ) {
    super();
  }
}

@CommandHandler(RetryPolicyEvent)
export class RetryPolicyEventHandler implements ICommandHandler<RetryPolicyEvent> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(PolicyOperations) private readonly policies: PolicyOperations,
  ) {}

  async execute({ context, policy: name, eventId }: RetryPolicyEvent): Promise<CommandResult> {
    const asked = { policy: name, eventId };
    const decisionTarget = { fold: policy, id: name, refusedAs: 'keyledger.policy-event-retry-refused.v1', asked };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const refusal = requireOwner(await loadCaller(decision, context));
      const known = this.policies.has(name) ? undefined : notFound('policy');
      return refusal ?? known ?? requestRetry(decision.target.state, name, eventId);
    });
    return { id: eventId, position };
  }
}
