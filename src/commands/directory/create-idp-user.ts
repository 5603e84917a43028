import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { claimEmail, createIdpUser } from '../../domain/directory/decide';
import { idpEmail, idpUser } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { foldEmail } from '../../kernel/fold-email';
import { PORTS } from '../../kernel/ports';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { requireDirectory } from './directory-desk';

/** Puts a person into the directory; the e-mail never changes, and nobody else may have it. Needs `directory.manage`. */
export class CreateIdpUser extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly person: { readonly email: string; readonly displayName: string; readonly active: boolean },
  ) {
    super();
  }
}

@CommandHandler(CreateIdpUser)
export class CreateIdpUserHandler implements ICommandHandler<CreateIdpUser> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(PORTS.digest) private readonly digest: Digest,
  ) {}

  async execute({ context, person }: CreateIdpUser): Promise<Written> {
    const id = context.ids.next();
    const refusedAs = 'keyledger.idp-user-create-refused.v1';
    const claim = {
      fold: idpEmail,
      id: this.digest.of(foldEmail(person.email)),
      refusedAs,
      asked: { email: person.email },
    };
    await this.deciding.decide(
      context,
      claim,
      async (desk) => (await requireDirectory(desk, context)) ?? claimEmail(desk.target.state, id),
    );
    const { position } = await this.deciding.decide(context, { fold: idpUser, id }, ({ target }) =>
      createIdpUser(target.state, { idpUserId: id, ...person }),
    );
    return { id, position };
  }
}
