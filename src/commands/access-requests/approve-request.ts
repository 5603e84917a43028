import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireApprover } from '../../access/approvers';
import { approveRequest } from '../../domain/identities/decide/access-request';
import { Digest } from '../../kernel/digest';
import { isRefusal } from '../../kernel/refusal';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { OnRequest } from './on-request';

/** One of the named approvers approves; with the last of them it is approved. Needs `pam_vaults.approve`. */
export class ApproveRequest extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly requestId: string,
  ) {
    super();
  }
}

@CommandHandler(ApproveRequest)
export class ApproveRequestHandler implements ICommandHandler<ApproveRequest> {
  constructor(
    @Inject(OnRequest) private readonly onRequest: OnRequest,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  execute({ context, requestId }: ApproveRequest): Promise<CommandResult> {
    const how = { refusedAs: 'keyledger.access-request-approve-refused.v1' };
    return this.onRequest.decide(context, requestId, how, async (table) => {
      const { view, rights, state, identityId, request, counted, now } = table;
      const idpUserId = await requireApprover(view, this.digest, rights, table);
      return isRefusal(idpUserId)
        ? idpUserId
        : approveRequest(state, identityId, request, { ...rights, idpUserId }, counted, now);
    });
  }
}
