import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireApprover } from '../../access/approvers';
import { holds } from '../../access/permissions';
import { revokeRequest } from '../../domain/identities/decide/access-request';
import { Digest } from '../../kernel/digest';
import { isRefusal } from '../../kernel/refusal';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { OnRequest } from './on-request';

/**
 * Takes an approval back before a checkout has used it. By one of the named approvers, or by who holds `pam_vaults.manage` there:
 * it makes access harder, never easier.
 */
export class RevokeRequest extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly requestId: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeRequest)
export class RevokeRequestHandler implements ICommandHandler<RevokeRequest> {
  constructor(
    @Inject(OnRequest) private readonly onRequest: OnRequest,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  execute({ context, requestId, reason }: RevokeRequest): Promise<CommandResult> {
    const how = { refusedAs: 'keyledger.access-request-revoke-refused.v1', asked: { reason } };
    return this.onRequest.decide(context, requestId, how, async (table) => {
      const { view, rights, state, identityId, request, organizationId, now } = table;
      const approver = holds(rights, 'pam_vaults.manage', organizationId)
        ? undefined
        : await requireApprover(view, this.digest, rights, table);
      const decider = { userId: rights.userId, email: rights.email, reason };
      return isRefusal(approver) ? approver : revokeRequest(state, identityId, request, decider, now);
    });
  }
}
