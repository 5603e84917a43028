import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwnerInPerson } from '../../access/require';
import { idpUser } from '../../domain/directory/state';
import { linkUser } from '../../domain/users/links';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { callerAt } from '../deciding/reach';

/** Links a machine to an IDP user, whose grants it then uses; `null` ends that. Only owners do. */
export class LinkUser extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly idpUserId: string | null,
  ) {
    super();
  }
}

@CommandHandler(LinkUser)
export class LinkUserHandler implements ICommandHandler<LinkUser> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, userId, idpUserId }: LinkUser): Promise<Written> {
    const asked = { userId, ...(idpUserId === null ? {} : { idpUserId }) };
    const matter = { fold: user, id: userId, refusedAs: 'keyledger.user-link-refused.v1', asked };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      desk.about('account');
      const denied = requireOwnerInPerson(await callerAt(desk, context), 'link users');
      const { state } = desk.target;
      if (denied !== undefined || state.status === 'none') {
        return denied ?? notFound('user');
      }
      const record = idpUserId === null ? undefined : (await desk.view.load(idpUser, idpUserId)).state;
      const isGone = record !== undefined && (record.status === 'none' || record.status === 'deleted');
      return isGone ? notFound('IDP user') : linkUser(state, userId, idpUserId);
    });
    return { id: userId, position };
  }
}
