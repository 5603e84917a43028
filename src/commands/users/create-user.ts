import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireEverywhere, requireOwnerInPerson } from '../../access/require';
import type { Context } from '../../kernel/context';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import type { Written } from '../../kernel/written';
import { Recording } from '../deciding/recording';
import { callerAt } from '../deciding/reach';
import { Refusals } from '../deciding/refusals';
import { Registration, type Pin } from './registration';

/** Makes a user before he signs in. Needs `accounts.manage` for all organizations; owners alone pin a subject beforehand. */
export class CreateUser extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly email: string,
    readonly displayName?: string,
    readonly pin?: Pin,
  ) {
    super();
  }
}

const emailTaken = () => refuse('EMAIL_TAKEN', 'Another user has this e-mail.');

const REFUSED = 'keyledger.user-create-refused.v1';

@CommandHandler(CreateUser)
export class CreateUserHandler implements ICommandHandler<CreateUser> {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Registration) private readonly registration: Registration,
  ) {}

  async execute({ context, email, displayName, pin }: CreateUser): Promise<Written> {
    const own = context.ids.next();
    const asked = { email };
    const userId = await this.recording.hear(
      context,
      REFUSED,
      async (hearing) => {
        hearing.about('account');
        const standing = await callerAt(hearing, context);
        const refusal =
          requireEverywhere(standing, 'accounts.manage') ?? (pin && requireOwnerInPerson(standing, 'add sign-ins'));
        if (refusal !== undefined) {
          return refusal;
        }
        const id = (await this.registration.halfMadeUser(hearing.view, email)) ?? own;
        const taken = pin && (await this.registration.userWithPin(hearing.view, pin));
        return taken !== undefined && taken !== id
          ? refuse('CONFLICT', 'Another user has this subject of this issuer.')
          : id;
      },
      asked,
    );
    return this.refusals.telling(
      context,
      REFUSED,
      {},
      () => this.make(context, { userId, email, displayName, pin }, own),
      asked,
    );
  }

  private async make(
    context: Context,
    { userId, email, displayName, pin }: { userId: string; email: string; displayName?: string; pin?: Pin },
    own: string,
  ): Promise<Written> {
    if ((await this.registration.claimEmail(context, email, userId)) !== userId) {
      throw new Refused(emailTaken());
    }
    if (pin !== undefined && (await this.registration.claimPin(context, pin, userId)) !== userId) {
      throw new Refused(refuse('CONFLICT', 'Another user has this subject of this issuer.'));
    }
    const created = { userId, email, support: false, ...(displayName === undefined ? {} : { displayName }) };
    const { position, isNew } = await this.registration.make(context, created, pin);
    // Whoever had left the claim half-way came to his end after all.
    if (userId !== own && !isNew) {
      throw new Refused(emailTaken());
    }
    return { id: userId, position };
  }
}
