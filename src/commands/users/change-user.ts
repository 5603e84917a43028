import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireEverywhere, requireOwner } from '../../access/require';
import { resumeOwner, suspendOwner } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import { markSupport, switchUser } from '../../domain/users/decide';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { grow } from '../../kernel/fold';
import type { Position } from '../../kernel/position';
import type { Refusal } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import type { Hearing } from '../deciding/recording';
import { Recording } from '../deciding/recording';
import { callerAt } from '../deciding/reach';
import { Refusals } from '../deciding/refusals';
import { userTag } from './user-tag';

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
    readonly ifMatch?: SeenRevision,
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

  async execute({ context, userId, change, ifMatch }: ChangeUser): Promise<Written> {
    await this.recording.hear(
      context,
      REFUSED,
      async (hearing) => (await this.judge(hearing, context, { userId, change, ifMatch })) ?? true,
      { userId },
    );
    return this.refusals.telling(context, REFUSED, {}, () => this.carryOut(context, userId, change), { userId });
  }

  private async judge(
    hearing: Hearing,
    context: Context,
    { userId, change, ifMatch }: Pick<ChangeUser, 'userId' | 'change' | 'ifMatch'>,
  ): Promise<Refusal | undefined> {
    hearing.about('account');
    const [standing, { state, revision }, { state: whole }] = await Promise.all([
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
    const notMighty = ownersOnly ? requireOwner(standing) : undefined;
    return notMighty ?? expectRevision(userTag(revision, whole, userId), ifMatch);
  }

  /** An owner is suspended on the account before he is switched off, and resumed after he is on: the last active one stays. */
  private async carryOut(context: Context, userId: string, change: UserChange): Promise<Written> {
    if (change.active === false) {
      await this.suspend(context, userId);
    }
    const { position } = await this.deciding.decide(context, { fold: user, id: userId }, ({ target }) => {
      const { active, support } = change;
      const switched = active === undefined ? [] : switchUser(target.state, userId, active);
      const state = grow(user, target.state, switched);
      return support === undefined ? switched : [...switched, ...markSupport(state, userId, support)];
    });
    if (change.active === false) {
      return { id: userId, position: await this.suspendedSince(context, userId, position) };
    }
    if (change.active !== true) {
      return { id: userId, position };
    }
    const resumed = await this.deciding.decide(context, { fold: account }, ({ target }) =>
      resumeOwner(target.state, userId),
    );
    return { id: userId, position: resumed.position };
  }

  private suspend(context: Context, userId: string) {
    return this.deciding.decide(context, { fold: account }, ({ target }) => suspendOwner(target.state, userId));
  }

  /** Made an owner while he was being switched off, he would count as an active one. The last owner is switched on again. */
  private async suspendedSince(context: Context, userId: string, switchedOff: Position): Promise<Position> {
    try {
      const { events, position } = await this.suspend(context, userId);
      return events.length === 0 ? switchedOff : position;
    } catch (error) {
      if (error instanceof Refused) {
        await this.deciding.decide(context, { fold: user, id: userId }, ({ target }) =>
          switchUser(target.state, userId, true),
        );
      }
      throw error;
    }
  }
}
