import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { endWhatIsOver } from '../../domain/identities/decide/end-session';
import { requestWhenDue } from '../../domain/identities/decide/rotation';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** Starts the rotation an identity's interval asks for, if it is due and nobody has the value checked out. */
export class RequestScheduledRotation extends Command<void> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
  ) {
    super();
  }
}

@CommandHandler(RequestScheduledRotation)
export class RequestScheduledRotationHandler implements ICommandHandler<RequestScheduledRotation> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, identityId: id }: RequestScheduledRotation): Promise<void> {
    const rotationId = context.ids.next();
    await this.deciding.decide(context, { fold: identity, id }, ({ target, now }) => {
      const moment = { now, rotationId };
      const { events, state } = endWhatIsOver(target.state, id, moment);
      return [...events, ...requestWhenDue(state, id, moment)];
    });
  }
}
