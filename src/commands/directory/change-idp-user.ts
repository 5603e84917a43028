import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changeIdpUser } from '../../domain/directory/decide';
import { idpUser } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { requireRecord } from './directory-desk';

/** An inactive IDP user maps to nobody. Needs `directory.manage`; nobody but an owner changes his own record. */
export class ChangeIdpUser extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly idpUserId: string,
    readonly change: { readonly displayName?: string; readonly active?: boolean },
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(ChangeIdpUser)
export class ChangeIdpUserHandler implements ICommandHandler<ChangeIdpUser> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, idpUserId: id, change, ifMatch }: ChangeIdpUser): Promise<Written> {
    const matter = { fold: idpUser, id, refusedAs: 'keyledger.idp-user-change-refused.v1', asked: { idpUserId: id } };
    const { position } = await this.deciding.decide(
      context,
      matter,
      async (desk) =>
        (await requireRecord(desk, context, desk.target.state, 'changes his own directory record')) ??
        expectRevision(desk.target, ifMatch) ??
        changeIdpUser(desk.target.state, id, change),
    );
    return { id, position };
  }
}
