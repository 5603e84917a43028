import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { namedApprovers } from '../../access/named-approvers';
import { accountPeople } from '../../access/notified';
import type { AccessRequested } from '../../domain/access-requests/events';
import { raise } from '../../domain/notifications/decide';
import type { Notice } from '../../domain/notifications/events';
import { notification } from '../../domain/notifications/state';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import type { View } from '../../kernel/stream-reader';
import { Evidence } from '../../kernel/evidence';
import { Decisions } from '../deciding/decisions';
import { newestCheckpoint } from './newest-checkpoint';

/** Tells the admins and owners of this moment, and whom it concerns, that something happened. Once for each cause. */
export class RaiseNotification extends Command<void> {
  constructor(
    readonly context: Context,
    readonly notice: Notice,
    /** Wire name of the fact it follows from. */
    readonly cause: string,
    readonly concerned: readonly string[],
    /** It concerns whoever could decide on this request, too. */
    readonly toDecide?: AccessRequested['data'],
  ) {
    super();
  }
}

@CommandHandler(RaiseNotification)
export class RaiseNotificationHandler implements ICommandHandler<RaiseNotification> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(Evidence) private readonly evidence: Pick<Evidence, 'checkpoint'>,
  ) {}

  async execute({ context, notice, cause, concerned, toDecide }: RaiseNotification): Promise<void> {
    const id = context.ids.next();
    const told = { ...notice, ...(await newestCheckpoint(this.evidence, notice)) };
    await this.deciding.decide(context, { fold: notification, id }, async ({ target, view, now }) => {
      const recipients = await accountPeople(view);
      const deciders = toDecide === undefined ? [] : await this.deciders(view, toDecide);
      const others = [...new Set([...concerned, ...deciders])].filter((userId) => userId !== '').toSorted();
      return raise(target.state, id, told, { recipients, concerned: others }, { cause, now });
    });
  }

  /** By the policy it was asked under and that of the vault now, as a decision on it is judged. */
  private async deciders(view: View, request: AccessRequested['data']): Promise<readonly string[]> {
    const { organizationId, identityGroupId } = request;
    const present = (await view.load(vault, identityGroupId)).state.approvalPolicy;
    return namedApprovers(view, this.digest, { organizationId, request: { ...request, approvals: [] }, present });
  }
}
