import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { IdpMemberDocument } from '../../projections/idp-members/document';
import { TakeOutOfGroup } from '../commands/directory/take-out-of-group';
import type { IdpUserDeleted } from '../domain/directory/events';
import { ModelPages } from './runner/model-pages';
import { reactingTo, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** Who is taken out of the directory is in no group any more: else the groups go on counting that person. */
@Injectable()
export class LeaveGroupsWhenIdpUserDeleted implements Policy {
  readonly name = 'leave-groups-when-idp-user-deleted';
  readonly critical = true;

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(ModelPages) private readonly pages: ModelPages,
  ) {}

  readonly reaction = reactingTo<IdpUserDeleted>({
    'keyledger.idp-user-deleted.v1': async (event) => {
      const { idpUserId } = event.data;
      const where = [{ field: 'idpUserId', is: idpUserId }];
      for await (const found of this.pages.of<IdpMemberDocument>('idp_members', where, event.position)) {
        for (const { idpGroupId } of found) {
          const context = this.contexts.after(this.name, event, idpGroupId);
          await this.commands.execute(new TakeOutOfGroup(context, idpGroupId, idpUserId));
        }
      }
    },
  });
}
