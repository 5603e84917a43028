import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { claimEmail, createIdpUser, emailTaken } from '../../domain/directory/decide';
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
    const own = context.ids.next();
    const matter = { refusedAs: 'keyledger.idp-user-create-refused.v1', asked: { email: person.email } };
    const claim = { ...matter, fold: idpEmail, id: this.digest.of(foldEmail(person.email)) };
    const claimed = await this.deciding.decide(context, claim, async (desk) => {
      const { state } = desk.target;
      const holder = await desk.view.load(idpUser, state.idpUserId ?? own);
      return (await requireDirectory(desk, context)) ?? claimEmail(state, own, holder.state.status);
    });
    const id = claimed.state.idpUserId ?? own;
    const { position } = await this.deciding.decide(context, { ...matter, fold: idpUser, id }, (desk) => {
      desk.about('account');
      const { state } = desk.target;
      // Another request left the claim half-way, and came to its end after all.
      return id !== own && state.status !== 'none' ? emailTaken() : createIdpUser(state, { idpUserId: id, ...person });
    });
    return { id, position };
  }
}
