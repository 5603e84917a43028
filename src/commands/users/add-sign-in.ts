import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwnerInPerson } from '../../access/require';
import { holderOf, signInId } from '../../access/sign-ins';
import { addSignIn, type SignInName } from '../../domain/users/sign-ins';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { FactRecorder } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';
import { Refusals } from '../deciding/refusals';
import { OwnerSignIns } from './owner-sign-ins';
import { Registration } from './registration';

/** Lets one more subject of an issuer sign in as a user. Only owners do; nobody else's subject is taken. Answers the sign-in's id. */
export class AddSignIn extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly signIn: SignInName,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.sign-in-add-refused.v1';
const taken = () => refuse('CONFLICT', 'Another user has this subject of this issuer. Remove it there first.');

@CommandHandler(AddSignIn)
export class AddSignInHandler implements ICommandHandler<AddSignIn> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Registration) private readonly registration: Registration,
    @Inject(OwnerSignIns) private readonly owners: OwnerSignIns,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, userId, signIn }: AddSignIn): Promise<CommandResult> {
    const asked = { userId, ...signIn };
    await this.recording.judge(
      context,
      REFUSED,
      async (authorization) => {
        authorization.about('account');
        const denied = requireOwnerInPerson(await loadCaller(authorization, context), 'add sign-ins');
        if (denied !== undefined || (await authorization.view.load(user, userId)).state.status === 'none') {
          return denied ?? notFound('user');
        }
        const holder = await holderOf(authorization.view, this.digest, signIn);
        return holder !== undefined && holder !== userId ? taken() : true;
      },
      asked,
    );
    const position = await this.refusals.telling(context, REFUSED, {}, () => this.add(context, userId, signIn), asked);
    return { id: signInId(this.digest, signIn), position };
  }

  private async add(context: Context, userId: string, signIn: SignInName) {
    if ((await this.registration.claimPin(context, signIn, userId)) !== userId) {
      throw new RefusedError(taken());
    }
    const { position } = await this.deciding.decide(context, { fold: user, id: userId }, ({ target }) =>
      addSignIn(target.state, userId, signIn),
    );
    return (await this.owners.tell(context, userId)) ?? position;
  }
}
