import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { OrganizationDocument } from '../../../projections/organizations/document';
import type { UserDocument } from '../../../projections/users/document';
import { idpUserOf } from '../../access/idp-mapping';
import { EVERYWHERE, permissionsIn } from '../../access/permissions';
import { directoryEmail, type CallerPermissions } from '../../access/caller-permissions';
import { rolesByGroupOf } from '../../access/told-group-roles';
import { visibleOrganizations } from '../../access/visible-organizations';
import { entryOf } from '../../kernel/entry-of';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { MeView } from './me-view';

/** Beyond so many the list of organizations is asked for page by page, not with the person. */
const MOST_ORGANIZATIONS = 200;

/** Who am I, and what may I do where? Judged from the streams; names come from the read models. */
export class GetMe extends Query<MeView> {
  constructor(readonly context: Context) {
    super();
  }
}

@QueryHandler(GetMe)
export class GetMeHandler implements IQueryHandler<GetMe> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context }: GetMe): Promise<MeView> {
    const { view, rights } = await this.asking.caller(context);
    const { userId: id, email, machine = false, withoutEmail = false, owner, admin, support } = rights;
    const [record, idpUserId, organizations, rolesByGroup] = await Promise.all([
      this.models.readModel<UserDocument>('users').get(id),
      idpUserOf(view, this.digest, directoryEmail(rights)),
      this.organizations(rights),
      rolesByGroupOf(view, rights, id),
    ]);
    const displayName = record?.displayName;
    const named = (roleId: string) => entryOf(rights.roles, roleId)?.name;
    const own = rights.assignments.flatMap(({ byGroup, ...assignment }) =>
      byGroup !== undefined || named(assignment.roleId) === undefined ? [] : [assignment],
    );
    return {
      user: {
        id,
        kind: machine ? 'machine' : 'person',
        ...(machine || withoutEmail ? {} : { email }),
        ...(displayName === undefined ? {} : { displayName }),
        // Who is switched off asks nothing.
        active: true,
        owner,
        admin,
        support,
        roles: own,
        rolesByGroup,
      },
      owner,
      admin,
      support,
      roles: [...own, ...rolesByGroup].map((role) => ({ ...role, name: named(role.roleId) ?? '' })),
      permissions: permissionsIn(rights, EVERYWHERE),
      organizations: organizations.map(({ id: organizationId, name }) => ({
        id: organizationId,
        name,
        permissions: permissionsIn(rights, organizationId),
      })),
      idpMapping: idpUserId === undefined ? null : { idpUserId },
    };
  }

  private async organizations(rights: CallerPermissions): Promise<readonly OrganizationDocument[]> {
    const visible = visibleOrganizations(rights);
    return visible.length === 0
      ? []
      : this.models.readModel<OrganizationDocument>('organizations').find({
          where: visible === EVERYWHERE ? [] : [{ field: 'id', in: visible }],
          limit: MOST_ORGANIZATIONS,
        });
  }
}
