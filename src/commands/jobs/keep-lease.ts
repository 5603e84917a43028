import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { agentAuthorizationOf } from '../../access/agent-authorization';
import { extendLease, leaseLost, startJob } from '../../domain/identities/decide/keep-lease';
import { identity } from '../../domain/identities/evolve';
import { identityOfJob } from '../../domain/identities/job-id';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** An agent is about to touch the account, or is still at it; answers until when it may. Errors: `Refused` `LEASE_LOST`. */
export class KeepLease extends Command<{ readonly leaseUntil: string }> {
  constructor(
    readonly context: Context,
    readonly step: 'start' | 'extend',
    readonly agentId: string,
    readonly jobId: string,
    readonly leaseId: string,
  ) {
    super();
  }
}

@CommandHandler(KeepLease)
export class KeepLeaseHandler implements ICommandHandler<KeepLease> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, step, ...reference }: KeepLease): Promise<{ readonly leaseUntil: string }> {
    const id = identityOfJob(reference.jobId);
    const decide = step === 'start' ? startJob : extendLease;
    const { state, now } = await this.deciding.decide(context, { fold: identity, id }, async (decision) => {
      // Let in before it was revoked, it may come to its turn after: what nobody gives up any more must not begin.
      const agent = await agentAuthorizationOf(decision.view, reference.agentId);
      return agent?.status === 'active' ? decide(decision.target.state, id, reference, decision.now) : leaseLost();
    });
    const job = state.jobs.find(({ jobId }) => jobId === reference.jobId);
    return { leaseUntil: job?.lease?.leaseUntil ?? now };
  }
}
