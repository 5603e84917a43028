import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { recordOf } from '../../access/own-record';
import { claimEmail, createIdpUser, emailTaken } from '../../domain/directory/decide';
import { idpEmail, idpUser, type IdpEmailState } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { emailKeys } from '../../kernel/email-keys';
import { isSameEmail } from '../../kernel/fold-email';
import { PORTS } from '../../kernel/ports';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { Written } from '../../kernel/written';
import type { Desk } from '../deciding/desk';
import { Deciding } from '../deciding/deciding';
import { requireRecord } from './directory-desk';

/** Puts a person into the directory; the e-mail never changes, and nobody else may have it. Needs `directory.manage`;
 * nobody but an owner makes his own. */
export class CreateIdpUser extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly person: { readonly email: string; readonly displayName: string; readonly active: boolean },
  ) {
    super();
  }
}

/** Made when look-alike forms were still taken for one address. */
const takenByLookAlike = (email: string): Refusal =>
  refuse(
    'EMAIL_TAKEN',
    `The IDP user with the look-alike address ${email} keeps this e-mail. Delete that record first.`,
  );

@CommandHandler(CreateIdpUser)
export class CreateIdpUserHandler implements ICommandHandler<CreateIdpUser> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(PORTS.digest) private readonly digest: Digest,
  ) {}

  async execute({ context, person }: CreateIdpUser): Promise<Written> {
    const own = context.ids.next();
    const matter = { refusedAs: 'keyledger.idp-user-create-refused.v1', asked: { email: person.email } };
    const claim = { ...matter, fold: idpEmail, id: emailKeys(this.digest, person.email)[0] };
    const claimed = await this.deciding.decide(
      context,
      claim,
      async (desk) =>
        (await requireRecord(desk, context, person, 'makes his own directory record')) ??
        (await this.claim(desk, person.email, own)),
    );
    const id = claimed.state.idpUserId ?? own;
    const { position } = await this.deciding.decide(context, { ...matter, fold: idpUser, id }, (desk) => {
      desk.about('account');
      const { state } = desk.target;
      // Another request left the claim half-way, and came to its end after all.
      return id !== own && state.status !== 'none' ? emailTaken() : createIdpUser(state, { idpUserId: id, ...person });
    });
    return { id, position };
  }

  private async claim({ view, target }: Desk<IdpEmailState>, email: string, own: string) {
    const found = await recordOf(view, this.digest, email);
    if (found !== undefined) {
      return emailTaken();
    }
    const { state: holder } = await view.load(idpUser, target.state.idpUserId ?? own);
    const isOther = holder.status !== 'none' && holder.status !== 'deleted' && !isSameEmail(holder.email, email);
    return isOther ? takenByLookAlike(holder.email) : claimEmail(target.state, own, holder.status);
  }
}
