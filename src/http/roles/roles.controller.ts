import { Body, Controller, Delete, Get, Inject, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ChangeRole } from '../../commands/roles/change-role';
import { CreateRole } from '../../commands/roles/create-role';
import { DeleteRole } from '../../commands/roles/delete-role';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetRole } from '../../queries/roles/get-role';
import { ListRoles } from '../../queries/roles/list-roles';
import { ReadAfterWrite } from '../consistency/read-after-write';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { IfMatch } from '../platform/endpoint/if-match';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { thingMade } from '../platform/repetition/recipe';
import { Cursors } from '../paging/cursors';
import { done, single } from '../reply/reply';
import { ChangeRoleDto, CreateRoleDto, RoleDto, RoleQuery } from './role.dtos';

const READS = ['roles'];

const MADE = thingMade(
  READS,
  ({ context, ids: { id = '' } }) => new GetRole(context, id),
  ({ ids: { id } }) => `/roles/${id}`,
);

@ApiTags('People')
@Controller('roles')
export class RolesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(ReadAfterWrite) private readonly consistency: ReadAfterWrite,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Endpoint({
    id: 'createRole',
    summary: 'Create a role',
    permission: 'accounts.manage for all organizations, and every permission of the role',
    description: 'A named set of permissions, to be assigned to users.',
    answers: { 201: RoleDto },
    etag: true,
    repeat: MADE,
  })
  async create(@Ctx() context: Context, @Body() { name, permissions }: CreateRoleDto) {
    const { id, position } = await this.commands.execute(new CreateRole(context, name, permissions));
    return this.answers.of(MADE, { context, ids: { id }, position });
  }

  @Get()
  @Endpoint({
    id: 'listRoles',
    summary: 'List roles',
    permission: 'accounts.manage',
    description: 'Roles with their permissions.',
    answers: { 200: pageOf(RoleDto) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() page: RoleQuery) {
    const found = await this.queries.execute(new ListRoles(context, this.cursors.request('roles', page)));
    return this.cursors.answer('roles', found);
  }

  @Get(':id')
  @Endpoint({
    id: 'getRole',
    summary: 'Read a role',
    permission: 'accounts.manage',
    description: 'One role with its ETag.',
    answers: { 200: RoleDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('role') id: string) {
    return single(await this.queries.execute(new GetRole(context, id)));
  }

  @Patch(':id')
  @Endpoint({
    id: 'changeRole',
    summary: 'Change a role',
    permission: 'accounts.manage for all organizations, and every permission the role has before and after',
    description: 'Holds for everybody who has the role, from the next request on.',
    answers: { 200: RoleDto },
    etag: true,
  })
  async change(
    @Ctx() context: Context,
    @PathId('role') id: string,
    @Body() change: ChangeRoleDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeRole(context, id, change, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  @Delete(':id')
  @Endpoint({
    id: 'deleteRole',
    summary: 'Delete a role',
    permission: 'accounts.manage for all organizations, and every permission of the role',
    description: 'Whoever had it loses what it gave, from the next request on.',
    answers: { 204: null },
  })
  async remove(@Ctx() context: Context, @PathId('role') id: string, @IfMatch() ifMatch: SeenRevision | undefined) {
    const { position } = await this.commands.execute(new DeleteRole(context, id, ifMatch));
    return done(position);
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetRole(context, id)));
  }
}
