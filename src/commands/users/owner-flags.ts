import { Inject, Injectable } from '@nestjs/common';
import { clearOwnerOfSupport, markOwnerAsSupport, resumeOwner, suspendOwner } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import type { AccountState } from '../../domain/accounts/state';
import type { AccountEvent } from '../../domain/accounts/events';
import { markSupport, switchUser } from '../../domain/users/decide';
import type { UserEvent } from '../../domain/users/events';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { grow } from '../../kernel/fold';
import type { Position } from '../../kernel/position';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { Decisions } from '../deciding/decisions';

/** What is done to a user that may make an owner of somebody who can't always act, or one who can again. */
export interface OwnerChange {
  readonly active?: boolean;
  readonly support?: boolean;
}

type Step = (state: AccountState, userId: string) => readonly AccountEvent[] | Refusal;

const together =
  (steps: readonly Step[]): Step =>
  (state, userId) =>
    steps.reduce<readonly AccountEvent[] | Refusal>((events, step) => {
      if (isRefusal(events)) return events;
      const more = step(grow(account, state, events), userId);
      return isRefusal(more) ? more : [...events, ...more];
    }, []);

const losses = ({ active, support }: OwnerChange): readonly Step[] => [
  ...(active === false ? [suspendOwner] : []),
  ...(support === true ? [markOwnerAsSupport] : []),
];

const gains = ({ active, support }: OwnerChange): readonly Step[] => [
  ...(active === true ? [resumeOwner] : []),
  ...(support === false ? [clearOwnerOfSupport] : []),
];

/** Keeps the account's word on an owner in step with the owner's own stream, so that the last who may always act stays one. */
@Injectable()
export class OwnerFlags {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  /** Before it is done to the user. Errors: {@link RefusedError} with `LAST_OWNER`. */
  async takeBack(context: Context, userId: string, change: OwnerChange): Promise<void> {
    if (losses(change).length > 0) {
      await this.decide(context, userId, losses(change));
    }
  }

  /**
   * After it was done, by these facts. An owner made meanwhile would count as one who may always act: the account is
   * told again; and what was done to the last one is undone. Answers the position of the last fact.
   */
  async tell(
    context: Context,
    userId: string,
    change: OwnerChange,
    done: readonly UserEvent[],
  ): Promise<Position | undefined> {
    const steps = [...losses(change), ...gains(change)];
    if (steps.length === 0) {
      return undefined;
    }
    try {
      const { events, position } = await this.decide(context, userId, steps);
      return events.length === 0 ? undefined : position;
    } catch (error) {
      if (error instanceof RefusedError) {
        await this.undo(context, userId, done);
      }
      throw error;
    }
  }

  private decide(context: Context, userId: string, steps: readonly Step[]) {
    return this.deciding.decide(context, { fold: account }, ({ target }) => together(steps)(target.state, userId));
  }

  private async undo(context: Context, userId: string, done: readonly UserEvent[]): Promise<void> {
    const wasOff = done.some(({ type }) => type === 'keyledger.user-switched-off.v1');
    const wasMarked = done.some(({ type }) => type === 'keyledger.user-marked-as-support.v1');
    await this.deciding.decide(context, { fold: user, id: userId }, ({ target }) => {
      const on = wasOff ? switchUser(target.state, userId, true) : [];
      return wasMarked ? [...on, ...markSupport(grow(user, target.state, on), userId, false)] : on;
    });
  }
}
