import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AssignGroupRoles } from '../../commands/directory/assign-group-roles';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetGroupRoles } from '../../queries/directory/get-group-roles';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { IfMatch } from '../platform/endpoint/if-match';
import { PathId } from '../platform/endpoint/path-parameter';
import { single } from '../reply/reply';
import { AssignGroupRolesDto, GroupRolesDto } from './group-roles.dtos';

/** Roles that whoever is in a group has. */
@ApiTags('Directory')
@Controller('idp/groups/:id/roles')
export class GroupRolesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @Endpoint({
    id: 'getGroupRoles',
    summary: 'Read the roles of an IDP group',
    permission: 'accounts.manage, or directory.manage for all organizations',
    description: 'What everybody has who is in the group and whose record is active, as the log says now.',
    answers: { 200: GroupRolesDto },
    etag: true,
  })
  async get(@Ctx() context: Context, @PathId('IDP group') id: string) {
    return single(await this.queries.execute(new GetGroupRoles(context, id)));
  }

  @Put()
  @Endpoint({
    id: 'assignGroupRoles',
    summary: 'Replace those of the assignments of an IDP group that you may change',
    permission:
      'accounts.manage and every permission of each role, in the organizations it is assigned for; an owner, in person, to give them to a group that a SCIM connection fills',
    description:
      'Assignments you may not change stay as they are. From then on it takes the same to put somebody into the group, to take somebody out, and to delete it. At most 100 groups have roles (409 `CONFLICT`).',
    answers: { 200: GroupRolesDto },
    etag: true,
    codes: ['CONFLICT'],
  })
  async assign(
    @Ctx() context: Context,
    @PathId('IDP group') id: string,
    @Body() { roles }: AssignGroupRolesDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new AssignGroupRoles(context, id, roles, ifMatch));
    return single(await this.queries.execute(new GetGroupRoles(context, id)), { position });
  }
}
