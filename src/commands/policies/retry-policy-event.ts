import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwner } from '../../access/require';
import { requestRetry } from '../../domain/policies/decide';
import { policy } from '../../domain/policies/state';
import type { Context } from '../../kernel/context';
import type { PolicyOperations } from '../../kernel/operations';
import { PORTS } from '../../kernel/ports';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { callerAt } from '../deciding/reach';

/** Has a parked event acted upon once more, by the node whose policies are at work. Owners only. */
export class RetryPolicyEvent extends Command<Written> {
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
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(PORTS.policyOperations) private readonly policies: PolicyOperations,
  ) {}

  async execute({ context, policy: name, eventId }: RetryPolicyEvent): Promise<Written> {
    const asked = { policy: name, eventId };
    const matter = { fold: policy, id: name, refusedAs: 'keyledger.policy-event-retry-refused.v1', asked };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      desk.about('account');
      const refusal = requireOwner(await callerAt(desk, context));
      const known = this.policies.has(name) ? undefined : notFound('policy');
      return refusal ?? known ?? requestRetry(desk.target.state, name, eventId);
    });
    return { id: eventId, position };
  }
}
