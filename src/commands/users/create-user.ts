import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireEverywhere, requireOwnerInPerson } from '../../access/require';
import type { Context } from '../../kernel/context';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { CommandResult } from '../../kernel/command-result';
import { FactRecorder } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';
import { Refusals } from '../deciding/refusals';
import { Registration, type Pin } from './registration';

/** Makes a user before the first sign-in. Needs `accounts.manage` for all organizations; owners alone pin a subject beforehand. */
export class CreateUser extends Command<CommandResult> {
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
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Registration) private readonly registration: Registration,
  ) {}

  async execute({ context, email, displayName, pin }: CreateUser): Promise<CommandResult> {
    const own = context.ids.next();
    const asked = { email };
    const userId = await this.recording.judge(
      context,
      REFUSED,
      async (authorization) => {
        authorization.about('account');
        const rights = await loadCaller(authorization, context);
        const refusal =
          requireEverywhere(rights, 'accounts.manage') ?? (pin && requireOwnerInPerson(rights, 'add sign-ins'));
        if (refusal !== undefined) {
          return refusal;
        }
        const id = (await this.registration.halfMadeUser(authorization.view, email)) ?? own;
        const taken = pin && (await this.registration.userWithPin(authorization.view, pin));
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
  ): Promise<CommandResult> {
    if ((await this.registration.claimEmail(context, email, userId)) !== userId) {
      throw new RefusedError(emailTaken());
    }
    if (pin !== undefined && (await this.registration.claimPin(context, pin, userId)) !== userId) {
      throw new RefusedError(refuse('CONFLICT', 'Another user has this subject of this issuer.'));
    }
    const created = { userId, email, support: false, ...(displayName === undefined ? {} : { displayName }) };
    const { position, isNew } = await this.registration.make(context, created, pin);
    // Whoever had left the claim half-way came to an end after all.
    if (userId !== own && !isNew) {
      throw new RefusedError(emailTaken());
    }
    return { id: userId, position };
  }
}
