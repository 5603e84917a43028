import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwnerInPerson } from '../../access/require';
import { findSignIn } from '../../access/sign-ins';
import { releaseClaim } from '../../domain/users/decide';
import { addSignIn, removeSignIn, withoutSignIn, type SignInName } from '../../domain/users/sign-ins';
import { user, userSubject } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import type { Position } from '../../kernel/position';
import { RefusedError } from '../../kernel/refused-error';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { FactRecorder } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';
import { Refusals } from '../deciding/refusals';
import { OwnerSignIns } from './owner-sign-ins';

/**
 * Takes a sign-in from a user: its tokens are refused from the next request on, and another user may have it. Only owners
 * do; the last active owner keeps one.
 */
export class RemoveSignIn extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly signInId: string,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.sign-in-remove-refused.v1';

@CommandHandler(RemoveSignIn)
export class RemoveSignInHandler implements ICommandHandler<RemoveSignIn> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(OwnerSignIns) private readonly owners: OwnerSignIns,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, userId, signInId }: RemoveSignIn): Promise<CommandResult> {
    const asked = { userId, signInId };
    const { signIn, isLast } = await this.recording.judge(
      context,
      REFUSED,
      async (authorization) => {
        authorization.about('account');
        const denied = requireOwnerInPerson(await loadCaller(authorization, context), 'remove sign-ins');
        const { state } = await authorization.view.load(user, userId);
        if (denied !== undefined || state.status === 'none') {
          return denied ?? notFound('user');
        }
        const found = await findSignIn(authorization.view, this.digest, { state, userId }, signInId);
        return found === undefined
          ? notFound('sign-in')
          : { signIn: found, isLast: state.kind === 'person' && withoutSignIn(state.signIns, found).length === 0 };
      },
      asked,
    );
    const remove = () => this.remove(context, userId, signIn, isLast);
    return { id: signInId, position: await this.refusals.telling(context, REFUSED, {}, remove, asked) };
  }

  /** The user first: from then on nobody signs in by it. Stopped before the claim is released, the next try finishes. */
  private async remove(context: Context, userId: string, signIn: SignInName, isLast: boolean): Promise<Position> {
    if (isLast) {
      await this.owners.takeBack(context, userId);
    }
    const decisionTarget = { fold: user, id: userId };
    await this.deciding.decide(context, decisionTarget, ({ target }) => removeSignIn(target.state, userId, signIn));
    try {
      await this.owners.tell(context, userId);
    } catch (error) {
      if (error instanceof RefusedError) {
        await this.deciding.decide(context, decisionTarget, ({ target }) => addSignIn(target.state, userId, signIn));
      }
      throw error;
    }
    const claim = { fold: userSubject, id: this.digest.of(signIn.issuer, signIn.subject) };
    const { position } = await this.deciding.decide(context, claim, ({ target }) => releaseClaim(target.state, userId));
    return position;
  }
}
