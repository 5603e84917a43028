import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { directoryRecordOf } from '../../access/record-of-email';
import { claimEmail, createIdpUser, emailTaken } from '../../domain/directory/decide';
import { bornHeldUser } from '../../domain/directory/hold';
import { idpEmail, idpUser, type IdpEmailState } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { emailKeys } from '../../kernel/email-keys';
import { isSameEmail } from '../../kernel/fold-email';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import type { DecisionContext } from '../deciding/decision-context';
import { Decisions } from '../deciding/decisions';
import { requireRecord } from './load-directory';

/** Puts a person into the directory; the e-mail never changes, and nobody else may have it. Needs `directory.manage`;
 * only owners make their own. What a SCIM connection makes is its own. */
export class CreateIdpUser extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    /** `externalId`: what the identity provider calls the person; a SCIM connection's alone. */
    readonly person: {
      readonly email: string;
      readonly displayName: string;
      readonly active: boolean;
      readonly externalId?: string;
    },
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
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, person: { externalId, ...person } }: CreateIdpUser): Promise<CommandResult> {
    const own = context.ids.next();
    const decisionTarget = { refusedAs: 'keyledger.idp-user-create-refused.v1', asked: { email: person.email } };
    const claim = { ...decisionTarget, fold: idpEmail, id: emailKeys(this.digest, person.email)[0] };
    const claimed = await this.deciding.decide(
      context,
      claim,
      async (decision) =>
        (await requireRecord(decision, context, person, 'makes his own directory record')) ??
        (await this.claim(decision, person.email, own)),
    );
    const id = claimed.state.idpUserId ?? own;
    const { position } = await this.deciding.decide(context, { ...decisionTarget, fold: idpUser, id }, (decision) => {
      decision.about('account');
      const { state } = decision.target;
      // Another request left the claim half-way, and came to its end after all.
      if (id !== own && state.status !== 'none') return emailTaken();
      const made = createIdpUser(state, { idpUserId: id, ...person });
      const { kind, name: connectionId = '' } = context.actor;
      return kind === 'scim' && made.length > 0 ? [...made, ...bornHeldUser(id, connectionId, externalId)] : made;
    });
    return { id, position };
  }

  private async claim({ view, target }: DecisionContext<IdpEmailState>, email: string, own: string) {
    const found = await directoryRecordOf(view, this.digest, email);
    if (found !== undefined) {
      return emailTaken();
    }
    const { state: holder } = await view.load(idpUser, target.state.idpUserId ?? own);
    const isOther = holder.status !== 'none' && holder.status !== 'deleted' && !isSameEmail(holder.email, email);
    return isOther ? takenByLookAlike(holder.email) : claimEmail(target.state, own, holder.status);
  }
}
