import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdpGroupDocument } from '../../../projections/idp-groups/document';
import { notFound } from '../../access/require';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { MembersOfGroups, type ScimGroup } from './members-of-groups';
import { OwnRecords } from './own-records';

/** An IDP group that is the SCIM connection's own. */
export class GetScimGroup extends Query<ScimGroup> {
  constructor(
    readonly context: Context,
    readonly id: string,
    readonly withMembers: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetScimGroup)
export class GetScimGroupHandler implements IQueryHandler<GetScimGroup> {
  constructor(
    @Inject(OwnRecords) private readonly own: OwnRecords,
    @Inject(MembersOfGroups) private readonly members: MembersOfGroups,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, id, withMembers }: GetScimGroup): Promise<ScimGroup> {
    const group = await this.own.one(context, this.models.readModel<IdpGroupDocument>('idp_groups'), id);
    if (group === undefined) throw new RefusedError(notFound('IDP group'));
    const [filled] = withMembers ? await this.members.filled([group]) : [];
    return filled ?? { group };
  }
}
