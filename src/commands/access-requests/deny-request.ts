import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireApprover } from '../../access/approvers';
import { denyRequest } from '../../domain/identities/decide/access-request';
import { Digest } from '../../kernel/digest';
import { isRefusal } from '../../kernel/refusal';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { OnRequest } from './on-request';

/** One of the named approvers denies: the request is over. Needs `pam_vaults.approve`. */
export class DenyRequest extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly requestId: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(DenyRequest)
export class DenyRequestHandler implements ICommandHandler<DenyRequest> {
  constructor(
    @Inject(OnRequest) private readonly onRequest: OnRequest,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  execute({ context, requestId, reason }: DenyRequest): Promise<CommandResult> {
    const how = { refusedAs: 'keyledger.access-request-deny-refused.v1', asked: { reason } };
    return this.onRequest.decide(context, requestId, how, async (table) => {
      const { view, rights, state, identityId, request, counted, now } = table;
      const approver = await requireApprover(view, this.digest, rights, table);
      const decider = { userId: rights.userId, email: rights.email, reason, counted: counted.length };
      return isRefusal(approver) ? approver : denyRequest(state, identityId, request, decider, now);
    });
  }
}
