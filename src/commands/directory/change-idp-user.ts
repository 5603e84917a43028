import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireHolder } from '../../access/scim-connection';
import { changeIdpUser } from '../../domain/directory/decide';
import { callIdpUser } from '../../domain/directory/hold';
import { idpUser, type IdpUserState } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { requireRecord } from './load-directory';
import { requireRolesOfRecord } from './role-groups';

/** An inactive IDP user maps to nobody. Needs `directory.manage`, or that the record is the SCIM connection's own; switching one on
 * needs what giving the roles of its groups needs. Nobody but an owner changes their own record. */
export class ChangeIdpUser extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly idpUserId: string,
    /** `externalId`: `null` takes it away. */
    readonly change: { readonly displayName?: string; readonly active?: boolean; readonly externalId?: string | null },
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(ChangeIdpUser)
export class ChangeIdpUserHandler implements ICommandHandler<ChangeIdpUser> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, idpUserId: id, change, ifMatch }: ChangeIdpUser): Promise<CommandResult> {
    const decisionTarget = {
      fold: idpUser,
      id,
      refusedAs: 'keyledger.idp-user-change-refused.v1',
      asked: { idpUserId: id },
    };
    const { position } = await this.deciding.decide(
      context,
      decisionTarget,
      async (decision) =>
        (await requireRecord(decision, context, decision.target.state, 'changes his own directory record')) ??
        (await requireHolder(decision.view, context, decision.target.state, 'IDP user')) ??
        (await requireRolesOfRecord(decision, context, decision.target.state, { idpUserId: id, ...change })) ??
        expectRevision(decision.target, ifMatch) ??
        this.changed(decision.target.state, id, change),
    );
    return { id, position };
  }

  private changed(state: IdpUserState, id: string, { externalId, ...change }: ChangeIdpUser['change']) {
    const changed = changeIdpUser(state, id, change);
    return isRefusal(changed) ? changed : [...changed, ...callIdpUser(state, id, externalId)];
  }
}
