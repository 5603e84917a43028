import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireEverywhere } from '../../access/require';
import { refuseSupport, supportAccessOff } from '../../access/support';
import { emergencyDisable } from '../../domain/support-access/decide';
import { supportAccess } from '../../domain/support-access/state';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { SUPPORT_LEASE_OVER_MS } from '../../kernel/support-lease';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';
import { pass } from './pass';

export interface DisabledAll {
  /** In how many organizations it was on. */
  readonly organizations: number;
  readonly position: Position;
}

/**
 * Shuts the vendor's support out of the whole account. Once it has answered no request of support is served on any node:
 * what was proven before the append has left by then, or is proven again. Needs `support_access.manage` for all.
 */
export class DisableAllSupportAccess extends Command<DisabledAll> {
  constructor(
    readonly context: Context,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(DisableAllSupportAccess)
export class DisableAllSupportAccessHandler implements ICommandHandler<DisableAllSupportAccess> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, reason }: DisableAllSupportAccess): Promise<DisabledAll> {
    const refusedAs = 'keyledger.support-access-emergency-disable-refused.v1';
    const decisionTarget = { fold: supportAccess, refusedAs, asked: { reason } };
    const { position, events } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const rights = await loadCaller(decision, context);
      const isShutOut = rights?.letIn?.organizations().length === 0;
      return (
        (isShutOut ? supportAccessOff('everywhere') : refuseSupport(rights, 'changes support access')) ??
        requireEverywhere(rights, 'support_access.manage') ??
        emergencyDisable(decision.target.state, reason, { by: rights?.userId ?? '', now: decision.now })
      );
    });
    await pass(SUPPORT_LEASE_OVER_MS);
    const [told] = events;
    const isTold = told?.type === 'keyledger.support-access-emergency-disabled.v1';
    return { organizations: isTold ? told.data.organizations : 0, position };
  }
}
