import { Controller, Get, Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Context } from '../../kernel/context';
import { ListPrincipalAccess } from '../../queries/access-grants/list-principal-access';
import { ListUserAccess } from '../../queries/access-grants/list-user-access';
import { Cursors } from '../paging/cursors';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { ReachQuery, UserAccessDto, VaultGrantDto } from './reach.dtos';

const READS = ['access', 'vaults', 'idp_users', 'idp_groups', 'idp_members'];
const BY_PRINCIPAL = {
  permission: 'pam_vaults.manage or pam_audit.read; it lists what lies where you hold it',
  answers: { 200: pageOf(VaultGrantDto) },
  codes: ['NOT_FOUND'],
  reads: READS,
} as const;

/** Who can reach what, by person and by principal. */
@ApiTags('Access grants')
@Controller()
export class ReachController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get('users/:id/access')
  @Endpoint({
    id: 'listUserAccess',
    summary: 'What somebody can reach',
    permission: 'of oneself, nothing; of others, pam_vaults.manage or pam_audit.read, where the vault is',
    description:
      'Every grant that is the user’s by name or through a group, vault by vault, those that have run out marked (`expired`), and whether each opens anything now (`inEffect`). Of others the list holds what lies where you may know of it.',
    answers: { 200: UserAccessDto },
    codes: ['NOT_FOUND'],
    reads: READS,
  })
  async ofUser(@Ctx() context: Context, @PathId('user') id: string, @Query() query: ReachQuery) {
    const list = `access-of-user ${id}`;
    const page = this.cursors.request(list, query);
    const { items, next, ...rest } = await this.queries.execute(new ListUserAccess(context, id, page));
    return { ...this.cursors.answer(list, { items, ...(next === undefined ? {} : { next }) }), ...rest };
  }

  @Get('idp/users/:id/access')
  @Endpoint({
    id: 'listIdpUserAccess',
    summary: 'The grants that name an IDP user',
    description: 'On whatever vault, those that have run out marked; not those of the groups the person is in.',
    ...BY_PRINCIPAL,
  })
  ofIdpUser(@Ctx() context: Context, @PathId('IDP user') id: string, @Query() query: ReachQuery) {
    return this.ofPrincipal(context, 'user', id, query);
  }

  @Get('idp/groups/:id/access')
  @Endpoint({
    id: 'listIdpGroupAccess',
    summary: 'The grants that name an IDP group',
    description: 'On whatever vault, those that have run out marked.',
    ...BY_PRINCIPAL,
  })
  ofIdpGroup(@Ctx() context: Context, @PathId('IDP group') id: string, @Query() query: ReachQuery) {
    return this.ofPrincipal(context, 'group', id, query);
  }

  private async ofPrincipal(context: Context, type: 'user' | 'group', id: string, query: ReachQuery) {
    const list = `access-of-${type} ${id}`;
    const page = this.cursors.request(list, query);
    return this.cursors.answer(list, await this.queries.execute(new ListPrincipalAccess(context, type, id, page)));
  }
}
