import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ChangeRole } from '../../commands/roles/change-role';
import { CreateRole } from '../../commands/roles/create-role';
import { DeleteRole } from '../../commands/roles/delete-role';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetRole } from '../../queries/roles/get-role';
import { ListRoles } from '../../queries/roles/list-roles';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, IfMatch, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { created, done, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import { ChangeRoleBody, CreateRoleBody, Role, RoleQuery } from './role-schemas';

const READS = ['roles'];

@Controller('roles')
export class RolesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Operation({
    summary: 'Create a role',
    id: 'createRole',
    permission: 'accounts.manage for all organizations, and every permission of the role',
    description: 'A named set of permissions, to be assigned to users.',
    tag: 'People',
    body: CreateRoleBody,
    answers: { 201: Role },
    repeat: 'repeatCreate',
  })
  async create(@Ctx() context: Context, @Input() { name, permissions }: CreateRoleBody) {
    const { id, position } = await this.commands.execute(new CreateRole(context, name, permissions));
    return this.made(context, id, position);
  }

  repeatCreate({ receipt, context }: Repetition) {
    return this.made(context, receipt.ids['id'] ?? '', receipt.position);
  }

  @Get()
  @Operation({
    summary: 'List roles',
    id: 'listRoles',
    permission: 'accounts.manage',
    description: 'Roles with their permissions.',
    tag: 'People',
    query: RoleQuery,
    answers: { 200: listOf(Role) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @QueryInput() page: RoleQuery) {
    const found = await this.queries.execute(new ListRoles(context, this.cursors.request('roles', page)));
    return this.cursors.answer('roles', found);
  }

  @Get(':id')
  @Operation({
    summary: 'Read a role',
    id: 'getRole',
    permission: 'accounts.manage',
    description: 'One role with its ETag.',
    tag: 'People',
    thing: 'role',
    answers: { 200: Role },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return single(await this.queries.execute(new GetRole(context, id)));
  }

  @Patch(':id')
  @Operation({
    summary: 'Change a role',
    id: 'changeRole',
    permission: 'accounts.manage for all organizations, and every permission the role has before and after',
    description: 'Holds for everybody who has the role, from the next request on.',
    tag: 'People',
    thing: 'role',
    body: ChangeRoleBody,
    answers: { 200: Role },
    ifMatch: true,
  })
  async change(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() change: ChangeRoleBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeRole(context, id, change, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  @Delete(':id')
  @Operation({
    summary: 'Delete a role',
    id: 'deleteRole',
    permission: 'accounts.manage for all organizations, and every permission of the role',
    description: 'Whoever had it loses what it gave, from the next request on.',
    tag: 'People',
    thing: 'role',
    answers: { 204: null },
    ifMatch: true,
  })
  async remove(@Ctx() context: Context, @PathId() id: string, @IfMatch() ifMatch: SeenRevision | undefined) {
    const { position } = await this.commands.execute(new DeleteRole(context, id, ifMatch));
    return done(position);
  }

  private async made(context: Context, id: string, position: string) {
    const { item, revision } = await this.read(context, id, position);
    return created(`/roles/${id}`, item, { ids: { id }, position, revision });
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetRole(context, id)));
  }
}
