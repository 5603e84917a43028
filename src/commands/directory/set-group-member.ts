import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuseOwnRecord } from '../../access/own-record';
import { notFound } from '../../access/require';
import { addMember, removeMember } from '../../domain/directory/decide';
import { idpGroup, idpUser } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { Refusal } from '../../kernel/refusal';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import type { Desk } from '../deciding/desk';
import { callerAt } from '../deciding/reach';
import { requireDirectory } from './directory-desk';

/** Puts an IDP user into a group or takes him out. Needs `directory.manage`; nobody but an owner adds himself. */
export class SetGroupMember extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
    readonly idpUserId: string,
    readonly member: boolean,
  ) {
    super();
  }
}

@CommandHandler(SetGroupMember)
export class SetGroupMemberHandler implements ICommandHandler<SetGroupMember> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, idpGroupId: id, idpUserId, member }: SetGroupMember): Promise<Written> {
    const refusedAs = `keyledger.idp-group-member-${member ? 'add' : 'remove'}-refused.v1`;
    const matter = { fold: idpGroup, id, refusedAs, asked: { idpGroupId: id, idpUserId } };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      const refusal = await requireDirectory(desk, context);
      if (refusal !== undefined) {
        return refusal;
      }
      return member
        ? ((await this.mayAdd(desk, context, idpUserId)) ?? addMember(desk.target.state, id, idpUserId))
        : removeMember(desk.target.state, id, idpUserId);
    });
    return { id, position };
  }

  private async mayAdd(desk: Desk<unknown>, context: Context, idpUserId: string): Promise<Refusal | undefined> {
    const [{ state: person }, standing] = await Promise.all([
      desk.view.load(idpUser, idpUserId),
      callerAt(desk, context),
    ]);
    if (person.status !== 'active' && person.status !== 'inactive') {
      return notFound('IDP user');
    }
    return refuseOwnRecord(standing, person, 'adds himself to a group');
  }
}
