import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdpGroupDocument } from '../../../projections/idp-groups/document';
import type { Context } from '../../kernel/context';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { MembersOfGroups, type ScimGroup } from './members-of-groups';
import { OwnRecords } from './own-records';
import type { ScimPage, ScimPageRequest } from './scim-page';

/** What a filter asks for; `matches` is told who is in a group where the filter says anything of that. */
export interface GroupSelection {
  readonly where: readonly Condition[];
  readonly matches?: (found: ScimGroup) => boolean;
  readonly needsMembers: boolean;
  /** Somebody who must be in the group. */
  readonly memberId?: string;
}

/** IDP groups that are the SCIM connection's own. */
export class ListScimGroups extends Query<ScimPage<ScimGroup>> {
  constructor(
    readonly context: Context,
    readonly selection: GroupSelection,
    readonly page: ScimPageRequest,
    readonly withMembers: boolean,
  ) {
    super();
  }
}

@QueryHandler(ListScimGroups)
export class ListScimGroupsHandler implements IQueryHandler<ListScimGroups> {
  constructor(
    @Inject(OwnRecords) private readonly own: OwnRecords,
    @Inject(MembersOfGroups) private readonly members: MembersOfGroups,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, selection, page, withMembers }: ListScimGroups): Promise<ScimPage<ScimGroup>> {
    const connectionId = await this.own.asking(context);
    const model = this.models.readModel<IdpGroupDocument>('idp_groups');
    const { where: narrowed, matches, memberId, needsMembers } = selection;
    const within = memberId === undefined ? [] : [{ field: 'id', in: await this.members.groupsOf(memberId) }];
    const where = [...narrowed, ...within];
    if (within.some(({ in: ids }) => ids.length === 0)) return { items: [], total: 0 };
    const watch = this.members.watch();
    const fits = async (group: IdpGroupDocument): Promise<boolean> => {
      if (matches === undefined || !needsMembers) return matches?.({ group }) ?? true;
      watch(group);
      return matches({ group, memberIds: await this.members.of(group.id) });
    };
    const looking = matches === undefined ? {} : { matches: fits };
    const found = await this.own.page(connectionId, model, { where, ...looking }, page);
    const items = withMembers ? await this.members.filled(found.items) : found.items.map((group) => ({ group }));
    return { items, total: found.total };
  }
}
