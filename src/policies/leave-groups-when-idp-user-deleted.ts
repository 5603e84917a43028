import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { IdpMemberDocument } from '../../projections/idp-members/document';
import { TakeOutOfGroup } from '../commands/directory/take-out-of-group';
import type { IdpUserDeleted } from '../domain/directory/events';
import { PORTS } from '../kernel/ports';
import type { ReadModels } from '../kernel/read-models';
import type { ReadSide } from '../kernel/read-side';
import type { RecordedEvent } from '../kernel/recorded-event';
import { StoreUnavailable } from '../kernel/store-errors';
import type { Policy, Reaction } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

const MODEL_PATIENCE_MS = 2000;
const AT_ONCE = 100;

/** Who is taken out of the directory is in no group any more: else the groups go on counting him. */
@Injectable()
export class LeaveGroupsWhenIdpUserDeleted implements Policy {
  readonly name = 'leave-groups-when-idp-user-deleted';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
    @Inject(PORTS.readSide) private readonly readSide: ReadSide,
  ) {}

  readonly reaction: Reaction = {
    types: ['keyledger.idp-user-deleted.v1'],
    react: async (event: RecordedEvent) => {
      const { idpUserId } = event.data as IdpUserDeleted['data'];
      if (!(await this.readSide.waitFor(['idp_members'], event.position, MODEL_PATIENCE_MS))) {
        throw new StoreUnavailable('the model of group members is behind');
      }
      for (let after = ''; ;) {
        const found = await this.membershipsOf(idpUserId, after);
        for (const { idpGroupId } of found) {
          const context = this.contexts.after(this.name, event, idpGroupId);
          await this.commands.execute(new TakeOutOfGroup(context, idpGroupId, idpUserId));
        }
        const last = found.at(-1);
        if (last === undefined || found.length < AT_ONCE) {
          return;
        }
        after = last.id;
      }
    },
  };

  private membershipsOf(idpUserId: string, after: string): Promise<readonly IdpMemberDocument[]> {
    const where = [{ field: 'idpUserId', is: idpUserId }];
    return this.models
      .readModel<IdpMemberDocument>('idp_members')
      .find({ where, after: { value: after, id: after }, limit: AT_ONCE });
  }
}
