import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireEverywhere, requireOwner } from '../../access/require';
import { resumeOwner, suspendOwner } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import { markSupport, switchUser } from '../../domain/users/decide';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { grow } from '../../kernel/fold';
import type { Refusal } from '../../kernel/refusal';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import type { Hearing } from '../deciding/recording';
import { Recording } from '../deciding/recording';
import { callerAt } from '../deciding/reach';
import { Refusals } from '../deciding/refusals';

export interface UserChange {
  readonly active?: boolean;
  readonly support?: boolean;
}

/**
 * Switches a user off or on, marks or clears support. Needs `accounts.manage` for all organizations; only owners switch
 * owners and admins, and only owners clear support.
 */
export class ChangeUser extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly change: UserChange,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.user-change-refused.v1';

@CommandHandler(ChangeUser)
export class ChangeUserHandler implements ICommandHandler<ChangeUser> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Refusals) private readonly refusals: Refusals,
  ) {}

  async execute({ context, userId, change }: ChangeUser): Promise<Written> {
    await this.recording.hear(
      context,
      REFUSED,
      async (hearing) => (await this.judge(hearing, context, userId, change)) ?? true,
      { userId },
    );
    return this.refusals.telling(context, REFUSED, {}, () => this.carryOut(context, userId, change), { userId });
  }

  private async judge(
    hearing: Hearing,
    context: Context,
    userId: string,
    change: UserChange,
  ): Promise<Refusal | undefined> {
    hearing.about('account');
    const [standing, { state }, { state: whole }] = await Promise.all([
      callerAt(hearing, context),
      hearing.view.load(user, userId),
      hearing.view.load(account),
    ]);
    const denied = requireEverywhere(standing, 'accounts.manage');
    if (denied !== undefined || state.status === 'none') {
      return denied ?? notFound('user');
    }
    const isMighty = whole.owners[userId] !== undefined || whole.admins[userId] !== undefined;
    const ownersOnly = (change.active !== undefined && isMighty) || change.support === false;
    return ownersOnly ? requireOwner(standing) : undefined;
  }

  /** An owner is suspended on the account before he is switched off, and resumed after he is on: the last active one stays. */
  private async carryOut(context: Context, userId: string, change: UserChange): Promise<Written> {
    if (change.active === false) {
      await this.deciding.decide(context, { fold: account }, ({ target }) => suspendOwner(target.state, userId));
    }
    const { position } = await this.deciding.decide(context, { fold: user, id: userId }, ({ target }) => {
      const { active, support } = change;
      const switched = active === undefined ? [] : switchUser(target.state, userId, active);
      const state = grow(user, target.state, switched);
      return support === undefined ? switched : [...switched, ...markSupport(state, userId, support)];
    });
    if (change.active !== true) {
      return { id: userId, position };
    }
    const resumed = await this.deciding.decide(context, { fold: account }, ({ target }) =>
      resumeOwner(target.state, userId),
    );
    return { id: userId, position: resumed.position };
  }
}
