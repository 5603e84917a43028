import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwnerInPerson } from '../../access/require';
import { holderOf, signInId } from '../../access/sign-ins';
import { addSignIn, type SignInName } from '../../domain/users/sign-ins';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { PORTS } from '../../kernel/ports';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { Recording } from '../deciding/recording';
import { callerAt } from '../deciding/reach';
import { Refusals } from '../deciding/refusals';
import { OwnerSignIns } from './owner-sign-ins';
import { Registration } from './registration';

/** Lets one more subject of an issuer sign in as a user. Only owners do; nobody else's subject is taken. Answers the sign-in's id. */
export class AddSignIn extends Command<Written> {
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
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Registration) private readonly registration: Registration,
    @Inject(OwnerSignIns) private readonly owners: OwnerSignIns,
    @Inject(PORTS.digest) private readonly digest: Digest,
  ) {}

  async execute({ context, userId, signIn }: AddSignIn): Promise<Written> {
    const asked = { userId, ...signIn };
    await this.recording.hear(
      context,
      REFUSED,
      async (hearing) => {
        hearing.about('account');
        const denied = requireOwnerInPerson(await callerAt(hearing, context), 'add sign-ins');
        if (denied !== undefined || (await hearing.view.load(user, userId)).state.status === 'none') {
          return denied ?? notFound('user');
        }
        const holder = await holderOf(hearing.view, this.digest, signIn);
        return holder !== undefined && holder !== userId ? taken() : true;
      },
      asked,
    );
    const position = await this.refusals.telling(context, REFUSED, {}, () => this.add(context, userId, signIn), asked);
    return { id: signInId(this.digest, signIn), position };
  }

  private async add(context: Context, userId: string, signIn: SignInName) {
    if ((await this.registration.claimPin(context, signIn, userId)) !== userId) {
      throw new Refused(taken());
    }
    const { position } = await this.deciding.decide(context, { fold: user, id: userId }, ({ target }) =>
      addSignIn(target.state, userId, signIn),
    );
    return (await this.owners.tell(context, userId)) ?? position;
  }
}
