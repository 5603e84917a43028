import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdpMemberDocument } from '../../../projections/idp-members/document';
import { permissionsOf, type CallerPermissions } from '../../access/caller-permissions';
import { recordOfUser } from '../../access/directory-record';
import { holds } from '../../access/permissions';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import type { Page, PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { exposurePlaces } from '../exposures/exposure-places';
import { AccessLists, type AccessOf } from './access-of';

/** A grant that somebody has by name or through a group, and whether it opens anything to them now. */
export interface UserAccess extends AccessOf {
  /** It is live, user and record are active, and a role shows them the organization's vaults. */
  readonly inEffect: boolean;
}

export interface UserAccessPage extends Page<UserAccess> {
  /** An owner reaches every vault, without a grant. */
  readonly owner: boolean;
  /** The IDP user whose grants these are. */
  readonly idpUserId?: string;
}

/** More groups than anybody is in. */
const MOST_GROUPS = 1000;

/** What a person or a machine caller can reach, grant by grant, those that have run out marked. Of others: as exposures. */
export class ListUserAccess extends Query<UserAccessPage> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const opens = (rights: CallerPermissions | undefined, isActive: boolean, grant: AccessOf): boolean =>
  isActive && !grant.expired && rights !== undefined && holds(rights, 'pam_vaults.view', grant.organizationId);

@QueryHandler(ListUserAccess)
export class ListUserAccessHandler implements IQueryHandler<ListUserAccess> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(AccessLists) private readonly lists: AccessLists,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, userId, page }: ListUserAccess): Promise<UserAccessPage> {
    const caller = await this.asking.caller(context);
    const places = await exposurePlaces(caller, { kind: 'user', userId });
    const { view, now } = caller;
    const [rights, record] = await Promise.all([permissionsOf(view, userId), recordOfUser(view, this.digest, userId)]);
    const principals = record === undefined ? [] : [record.idpUserId, ...(await this.groupsOf(record.idpUserId))];
    const { items, ...rest } = await this.lists.of(principals, places, page, now);
    const isActive = record?.state.status === 'active';
    return {
      ...rest,
      owner: rights?.owner ?? false,
      ...(record === undefined ? {} : { idpUserId: record.idpUserId }),
      items: items.map((grant) => ({ ...grant, inEffect: opens(rights, isActive, grant) })),
    };
  }

  private async groupsOf(idpUserId: string): Promise<readonly string[]> {
    const where = [{ field: 'idpUserId', is: idpUserId }];
    const found = await this.models.readModel<IdpMemberDocument>('idp_members').find({ where, limit: MOST_GROUPS });
    return found.map(({ idpGroupId }) => idpGroupId);
  }
}
