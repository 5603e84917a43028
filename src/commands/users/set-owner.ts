import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwnerInPerson } from '../../access/require';
import { makeOwner, markOwnerAsSupport, suspendOwner, unmakeOwner } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import { hasLostSignIns } from '../../domain/users/sign-ins';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { grow } from '../../kernel/fold';
import { isRefusal } from '../../kernel/refusal';
import type { Position } from '../../kernel/position';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadCaller } from '../deciding/load-authorized';
import { userTag } from './user-tag';

/** An owner holds every permission in every organization; the last active one stays. Only owners decide. */
export class SetOwner extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly owner: boolean,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(SetOwner)
export class SetOwnerHandler implements ICommandHandler<SetOwner> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, userId, owner, ifMatch }: SetOwner): Promise<CommandResult> {
    const decisionTarget = { fold: account, refusedAs: 'keyledger.owner-set-refused.v1', asked: { userId, owner } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const refusal = requireOwnerInPerson(await loadCaller(decision, context), 'make or unmake owners');
      const loaded = await decision.view.load(user, userId);
      const { state } = loaded;
      if (refusal !== undefined || state.status === 'none') {
        return refusal ?? notFound('user');
      }
      const stale = expectRevision(userTag(loaded, decision.target.state, userId), ifMatch);
      if (stale !== undefined) {
        return stale;
      }
      const { kind, email, status, support } = state;
      return owner
        ? makeOwner(decision.target.state, {
            userId,
            kind,
            email,
            active: status === 'active',
            support,
            lostSignIns: hasLostSignIns(state),
          })
        : unmakeOwner(decision.target.state, userId);
    });
    return { id: userId, position: owner ? await this.suspendedSince(context, userId, position) : position };
  }

  /** Switched off, or marked as support, while being made an owner, a user would count as one who may always act. */
  private async suspendedSince(context: Context, userId: string, made: Position): Promise<Position> {
    const { events, position } = await this.deciding.decide(context, { fold: account }, async ({ view, target }) => {
      const { state } = await view.load(user, userId);
      const suspended = state.status === 'off' ? suspendOwner(target.state, userId) : [];
      if (isRefusal(suspended) || !state.support) {
        return suspended;
      }
      const marked = markOwnerAsSupport(grow(account, target.state, suspended), userId);
      return isRefusal(marked) ? marked : [...suspended, ...marked];
    });
    return events.length === 0 ? made : position;
  }
}
