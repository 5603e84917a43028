import { Controller, Get, Inject, Patch, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus, type Command } from '@nestjs/cqrs';
import { AssignRoles } from '../../commands/users/assign-roles';
import { ChangeUser } from '../../commands/users/change-user';
import { LinkUser } from '../../commands/users/link-user';
import { SetAdmin } from '../../commands/users/set-admin';
import { SetOwner } from '../../commands/users/set-owner';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { GetUser } from '../../queries/users/get-user';
import { ListUsers } from '../../queries/users/list-users';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, IfMatch, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { created, done, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import { newUser } from './new-user';
import { LinkUserBody } from './token-schemas';
import {
  AssignRolesBody,
  ChangeUserBody,
  CreateUserBody,
  SetAdminBody,
  SetOwnerBody,
  User,
  UserQuery,
} from './user-schemas';

const READS = ['users'];
const SHARED = { tag: 'People', thing: 'user' };

@Controller('users')
export class UsersController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Operation({
    summary: 'Make a user before the first sign-in',
    id: 'createUser',
    permission: 'accounts.manage for all organizations; owners alone with `issuer` and `subject`',
    description:
      'With `issuer` and `subject`, for callers whose tokens carry no e-mail: owners only. `kind: "machine"` with a `displayName` makes a machine caller, which signs in with tokens of its own.',
    tag: 'People',
    body: CreateUserBody,
    answers: { 201: User },
    codes: ['EMAIL_TAKEN', 'CONFLICT'],
    repeat: 'repeatCreate',
  })
  async create(@Ctx() context: Context, @Input() body: CreateUserBody) {
    const { id, position } = await this.commands.execute(newUser(context, body));
    return this.made(context, id, position);
  }

  repeatCreate({ receipt, context }: Repetition) {
    return this.made(context, receipt.ids['id'] ?? '', receipt.position);
  }

  @Get()
  @Operation({
    summary: 'List users',
    id: 'listUsers',
    permission: 'accounts.manage',
    description: 'Whoever has signed in or was made beforehand; `q` looks in name and e-mail.',
    tag: 'People',
    query: UserQuery,
    answers: { 200: listOf(User) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @QueryInput() { q, ...page }: UserQuery) {
    const list = `users ${q ?? ''}`;
    const found = await this.queries.execute(new ListUsers(context, { q }, this.cursors.request(list, page)));
    return this.cursors.answer(list, found);
  }

  @Get(':id')
  @Operation({
    summary: 'Read a user',
    id: 'getUser',
    permission: 'accounts.manage, or to be that user',
    description: 'One user with roles and ETag.',
    ...SHARED,
    answers: { 200: User },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return single(await this.queries.execute(new GetUser(context, id)));
  }

  @Patch(':id')
  @Operation({
    summary: 'Switch a user off or on, mark or clear support',
    id: 'changeUser',
    permission: 'accounts.manage for all organizations; owners alone for owners and admins, and to clear `support`',
    description: 'Off takes effect with the next request and ends open sessions. The last active owner stays.',
    ...SHARED,
    body: ChangeUserBody,
    answers: { 200: User },
    codes: ['LAST_OWNER'],
    ifMatch: true,
  })
  change(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() change: ChangeUserBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return this.changed(context, id, new ChangeUser(context, id, change, ifMatch));
  }

  @Put(':id/roles')
  @Operation({
    summary: 'Replace those of the assignments that you may change',
    id: 'assignRoles',
    permission: 'accounts.manage and every permission of each role, in the organizations it is assigned for',
    description: 'Assignments you may not change stay as they are. A role or an organization that is not there is 404.',
    ...SHARED,
    body: AssignRolesBody,
    answers: { 200: User },
    ifMatch: true,
  })
  assign(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() { roles }: AssignRolesBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return this.changed(context, id, new AssignRoles(context, id, roles, ifMatch));
  }

  @Put(':id/owner')
  @Operation({
    summary: 'Make or unmake an owner',
    id: 'setOwner',
    permission: 'an owner',
    description: 'Owners hold every permission everywhere. The last one stays (409 `LAST_OWNER`).',
    ...SHARED,
    body: SetOwnerBody,
    answers: { 204: null },
    codes: ['LAST_OWNER'],
    ifMatch: true,
  })
  async owner(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() { owner }: SetOwnerBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return done((await this.commands.execute(new SetOwner(context, id, owner, ifMatch))).position);
  }

  @Put(':id/admin')
  @Operation({
    summary: 'Make or unmake an admin',
    id: 'setAdmin',
    permission: 'an owner',
    description:
      'Admins hold `accounts.manage`, `directory.manage`, `support_access.manage` and `pam_audit.read` everywhere, and no vault permission.',
    ...SHARED,
    body: SetAdminBody,
    answers: { 204: null },
    ifMatch: true,
  })
  async admin(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() { admin }: SetAdminBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return done((await this.commands.execute(new SetAdmin(context, id, admin, ifMatch))).position);
  }

  @Put(':id/idp-user')
  @Operation({
    summary: 'Link a machine caller to an IDP user',
    id: 'linkUser',
    permission: 'an owner',
    description:
      'The machine then uses what the grants of that IDP user allow; `null` ends that, and sessions that rested on it. People are mapped by e-mail and never linked (409 `CONFLICT`).',
    ...SHARED,
    body: LinkUserBody,
    answers: { 200: User },
    codes: ['CONFLICT'],
  })
  link(@Ctx() context: Context, @PathId() id: string, @Input() { idpUserId }: LinkUserBody) {
    return this.changed(context, id, new LinkUser(context, id, idpUserId));
  }

  private async changed(context: Context, id: string, command: Command<Written>) {
    const { position } = await this.commands.execute(command);
    return single(await this.read(context, id, position), { position });
  }

  private async made(context: Context, id: string, position: string) {
    const { item, revision } = await this.read(context, id, position);
    return created(`/users/${id}`, item, { ids: { id }, position, revision });
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetUser(context, id)));
  }
}
