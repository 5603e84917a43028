import { Inject, Injectable } from '@nestjs/common';
import { addOwnerSignIn, removeOwnerSignIns } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import { hasLostSignIns } from '../../domain/users/sign-ins';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { Decisions } from '../deciding/decisions';

/** Keeps the account's word on whether an owner can sign in in step with the owner's own stream, so that one who can stays. */
@Injectable()
export class OwnerSignIns {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  /** Before an owner's last sign-in goes. Errors: `Refused` with `LAST_OWNER`. */
  async takeBack(context: Context, userId: string): Promise<void> {
    await this.deciding.decide(context, { fold: account }, ({ target }) => removeOwnerSignIns(target.state, userId));
  }

  /** After the owner's sign-ins changed. Answers where the last fact stands, if there was one. Errors: `Refused` with `LAST_OWNER`. */
  async tell(context: Context, userId: string): Promise<Position | undefined> {
    const { events, position } = await this.deciding.decide(context, { fold: account }, async ({ view, target }) => {
      const { state } = await view.load(user, userId);
      // A machine is never the owner who stays.
      if (state.kind === 'machine') {
        return [];
      }
      return hasLostSignIns(state) ? removeOwnerSignIns(target.state, userId) : addOwnerSignIn(target.state, userId);
    });
    return events.length === 0 ? undefined : position;
  }
}
