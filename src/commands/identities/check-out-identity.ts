import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireApproval } from '../../access/require-approval';
import { requireVaultAccess } from '../../access/vault-access';
import { checkOut } from '../../domain/identities/decide/check-out';
import { served } from '../../domain/identities/served';
import { sessionIdOf } from '../../domain/identities/session-id';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { PORTS } from '../../kernel/ports';
import { isRefusal } from '../../kernel/refusal';
import { loadAuthorizedIdentity } from '../deciding/load-authorized';
import { HandingOut, type HandedOut } from './handing-out';

/** Hands a credential out for a time. Needs `pam_vaults.view`, a live grant at `checkout`, and an approved request where the vault asks for one. */
export class CheckOutIdentity extends Command<HandedOut> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly request: { readonly reason: string; readonly durationMinutes: number; readonly hostId?: string },
  ) {
    super();
  }
}

const REFUSED = 'keyledger.identity-check-out-refused.v1';

@CommandHandler(CheckOutIdentity)
export class CheckOutIdentityHandler implements ICommandHandler<CheckOutIdentity> {
  constructor(
    @Inject(HandingOut) private readonly handing: HandingOut,
    @Inject(PORTS.digest) private readonly digest: Digest,
  ) {}

  execute({ context, identityId, request }: CheckOutIdentity): Promise<HandedOut> {
    const sessionId = sessionIdOf(identityId, context.ids.next());
    const rotationId = context.ids.next();
    return this.handing.handOut(context, {
      identityId,
      sessionId,
      refusedAs: REFUSED,
      asked: request,
      decide: async (decision) => {
        const reached = await loadAuthorizedIdentity(decision, context, identityId, 'pam_vaults.view');
        if (isRefusal(reached)) {
          return reached;
        }
        const { standing, identity: found } = reached;
        const vault = { vaultId: found.identityGroupId, level: 'checkout', now: decision.now } as const;
        const allowance = await requireVaultAccess(decision.view, this.digest, standing, vault);
        if (isRefusal(allowance)) {
          return allowance;
        }
        const { userId, email: userEmail } = standing;
        const approval = await requireApproval(decision.view, this.digest, {
          identity: found,
          userId,
          sessionId,
          now: decision.now,
        });
        if (isRefusal(approval)) {
          return approval;
        }
        const { evidence, until } = allowance;
        const asked = {
          ...request,
          sessionId,
          userId,
          userEmail,
          evidence,
          ...(until === undefined ? {} : { grantEndsAt: until }),
          ...(approval.asked ? { approved: approval.request } : {}),
        };
        const events = checkOut(found, identityId, asked, { now: decision.now, rotationId });
        return isRefusal(events) ? events : { found, events };
      },
      shown: (found) => served(found, request.hostId),
    });
  }
}
