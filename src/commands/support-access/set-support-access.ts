import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuseMachine } from '../../access/require';
import { refuseSupport } from '../../access/support';
import { disableSupportAccess, enableSupportAccess } from '../../domain/support-access/decide';
import { shownRevision, supportAccess } from '../../domain/support-access/state';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import { SUPPORT_LEASE_OVER_MS } from '../../kernel/support-lease';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadAuthorizedOrganization } from '../deciding/load-authorized';
import { pass } from './pass';

/** Lets the vendor's support into an organization, changes for how long and why, or shuts it out. Needs `support_access.manage` there. */
export class SetSupportAccess extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    readonly request: { readonly enabled: boolean; readonly reason: string; readonly expiresInDays?: number },
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(SetSupportAccess)
export class SetSupportAccessHandler implements ICommandHandler<SetSupportAccess> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, organizationId, request, ifMatch }: SetSupportAccess): Promise<CommandResult> {
    const windowId = context.ids.next();
    const { enabled, ...terms } = request;
    const decisionTarget = {
      fold: supportAccess,
      refusedAs: 'keyledger.support-access-set-refused.v1',
      asked: request,
    };
    const { position, events } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedOrganization(decision, context, organizationId, 'support_access.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { state } = decision.target;
      const revision = shownRevision(entryOf(state.windows, organizationId), decision.now);
      const refusal =
        refuseSupport(reached.rights, 'changes support access') ??
        (enabled ? refuseMachine(reached.rights, 'let support in') : undefined) ??
        expectRevision({ revision }, ifMatch);
      if (refusal !== undefined) {
        return refusal;
      }
      const at = { by: reached.rights.userId, now: decision.now };
      return enabled
        ? enableSupportAccess(state, { ...terms, organizationId, windowId }, at)
        : disableSupportAccess(state, organizationId, request.reason, at);
    });
    if (events.some(({ type }) => type === 'keyledger.support-access-disabled.v1')) {
      await pass(SUPPORT_LEASE_OVER_MS);
    }
    return { id: organizationId, position };
  }
}
