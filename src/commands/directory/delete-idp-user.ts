import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireHolder } from '../../access/scim-connection';
import { deleteIdpUser, releaseEmail } from '../../domain/directory/decide';
import { idpEmail, idpUser } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { emailKeys } from '../../kernel/email-keys';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { requireRecord } from './load-directory';

/** Takes a person out of the directory, and frees the e-mail for a new record. Needs `directory.manage`. Nobody but an owner
 * deletes their own record: a new one would know nothing of why this one was switched off. */
export class DeleteIdpUser extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly idpUserId: string,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(DeleteIdpUser)
export class DeleteIdpUserHandler implements ICommandHandler<DeleteIdpUser> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, idpUserId: id, ifMatch }: DeleteIdpUser): Promise<CommandResult> {
    const decisionTarget = {
      fold: idpUser,
      id,
      refusedAs: 'keyledger.idp-user-delete-refused.v1',
      asked: { idpUserId: id },
    };
    const deleted = await this.deciding.decide(
      context,
      decisionTarget,
      async (decision) =>
        (await requireRecord(decision, context, decision.target.state, 'deletes his own directory record')) ??
        (await requireHolder(decision.view, context, decision.target.state, 'IDP user')) ??
        expectRevision(decision.target, ifMatch) ??
        deleteIdpUser(decision.target.state, id),
    );
    let { position } = deleted;
    for (const key of emailKeys(this.digest, deleted.state.email)) {
      const claim = { fold: idpEmail, id: key };
      ({ position } = await this.deciding.decide(context, claim, ({ target }) => releaseEmail(target.state, id)));
    }
    return { id, position };
  }
}
