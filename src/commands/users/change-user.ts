import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireEverywhere, requireOwner } from '../../access/require';
import { isOwnerOrAdmin } from '../../domain/accounts/is-owner-or-admin';
import { OwnerFlags } from './owner-flags';
import { account } from '../../domain/accounts/state';
import { markSupport, switchUser } from '../../domain/users/decide';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { grow } from '../../kernel/fold';
import type { Refusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import type { AuthorizationContext } from '../deciding/fact-recorder';
import { FactRecorder } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';
import { Refusals } from '../deciding/refusals';
import { userTag } from './user-tag';

export interface UserChange {
  readonly active?: boolean;
  readonly support?: boolean;
}

/**
 * Switches a user off or on, marks or clears support. Needs `accounts.manage` for all organizations; only owners switch or
 * mark owners and admins, and only owners clear support. The last owner who may always act stays one.
 */
export class ChangeUser extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly change: UserChange,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.user-change-refused.v1';

@CommandHandler(ChangeUser)
export class ChangeUserHandler implements ICommandHandler<ChangeUser> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(OwnerFlags) private readonly owners: OwnerFlags,
  ) {}

  async execute({ context, userId, change, ifMatch }: ChangeUser): Promise<CommandResult> {
    await this.recording.judge(
      context,
      REFUSED,
      async (authorization) => (await this.judge(authorization, context, { userId, change, ifMatch })) ?? true,
      { userId },
    );
    return this.refusals.telling(context, REFUSED, {}, () => this.carryOut(context, userId, change), { userId });
  }

  private async judge(
    authorization: AuthorizationContext,
    context: Context,
    { userId, change, ifMatch }: Pick<ChangeUser, 'userId' | 'change' | 'ifMatch'>,
  ): Promise<Refusal | undefined> {
    authorization.about('account');
    const [rights, loaded, { state: whole }] = await Promise.all([
      loadCaller(authorization, context),
      authorization.view.load(user, userId),
      authorization.view.load(account),
    ]);
    const { state } = loaded;
    const denied = requireEverywhere(rights, 'accounts.manage');
    if (denied !== undefined || state.status === 'none') {
      return denied ?? notFound('user');
    }
    const isTouched = change.active !== undefined || change.support !== undefined;
    const ownersOnly = (isTouched && isOwnerOrAdmin(whole, userId)) || change.support === false;
    const notMighty = ownersOnly ? requireOwner(rights) : undefined;
    return notMighty ?? expectRevision(userTag(loaded, whole, userId), ifMatch);
  }

  /** The account hears first what takes an owner away, and last what brings one back: one who may always act stays. */
  private async carryOut(context: Context, userId: string, change: UserChange): Promise<CommandResult> {
    await this.owners.takeBack(context, userId, change);
    const { position, events } = await this.deciding.decide(context, { fold: user, id: userId }, ({ target }) => {
      const { active, support } = change;
      const switched = active === undefined ? [] : switchUser(target.state, userId, active);
      const state = grow(user, target.state, switched);
      return support === undefined ? switched : [...switched, ...markSupport(state, userId, support)];
    });
    const told = await this.owners.tell(context, userId, change, events);
    return { id: userId, position: told ?? position };
  }
}
