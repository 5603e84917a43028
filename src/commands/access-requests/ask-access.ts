import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireVaultAccess } from '../../access/vault-access';
import { requestIdOf } from '../../domain/identities/access-request';
import { askAccess } from '../../domain/identities/decide/access-request';
import { identity } from '../../domain/identities/evolve';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedIdentity } from '../deciding/load-authorized';

/**
 * Asks those who approve for access to an identity. Needs what a reveal needs, `pam_vaults.view` and a live grant at
 * `view_credentials` or above: approval comes on top of a grant and replaces none.
 */
export class AskAccess extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly request: { readonly reason: string; readonly durationMinutes: number },
  ) {
    super();
  }
}

@CommandHandler(AskAccess)
export class AskAccessHandler implements ICommandHandler<AskAccess> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, identityId, request }: AskAccess): Promise<CommandResult> {
    const requestId = requestIdOf(identityId, context.ids.next());
    const decisionTarget = {
      fold: identity,
      id: identityId,
      refusedAs: 'keyledger.access-ask-refused.v1',
      asked: request,
    };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedIdentity(decision, context, identityId, 'pam_vaults.view');
      if (isRefusal(reached)) {
        return reached;
      }
      const { rights, identity: found } = reached;
      const at = { vaultId: found.identityGroupId, level: 'view_credentials', now: decision.now } as const;
      const allowance = await requireVaultAccess(decision.view, this.digest, rights, at);
      if (isRefusal(allowance)) {
        return allowance;
      }
      const { approvalPolicy } = (await decision.view.load(vault, found.identityGroupId)).state;
      const asked = { requestId, userId: rights.userId, userEmail: rights.email, ...request };
      return askAccess(found, identityId, asked, approvalPolicy, decision.now);
    });
    return { id: requestId, position };
  }
}
