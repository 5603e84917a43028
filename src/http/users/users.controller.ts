import { Body, Controller, Get, Inject, Patch, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus, type Command } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AssignRoles } from '../../commands/users/assign-roles';
import { ChangeUser } from '../../commands/users/change-user';
import { LinkUser } from '../../commands/users/link-user';
import { SetAdmin } from '../../commands/users/set-admin';
import { SetOwner } from '../../commands/users/set-owner';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { GetUser } from '../../queries/users/get-user';
import { ListUsers } from '../../queries/users/list-users';
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
import { ExposedCount } from '../exposures/exposed-count';
import { newUser } from './new-user';
import { LinkUserDto } from './token.dtos';
import {
  AssignRolesDto,
  ChangedUserDto,
  ChangeUserDto,
  CreateUserDto,
  SetAdminDto,
  SetOwnerDto,
  UserDto,
  UserQuery,
} from './user.dtos';

const READS = ['users'];

const MADE = thingMade(
  READS,
  ({ context, ids: { id = '' } }) => new GetUser(context, id),
  ({ ids: { id } }) => `/users/${id}`,
);

@ApiTags('People')
@Controller('users')
export class UsersController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(ReadAfterWrite) private readonly consistency: ReadAfterWrite,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(ExposedCount) private readonly exposed: ExposedCount,
  ) {}

  @Post()
  @Endpoint({
    id: 'createUser',
    summary: 'Make a user before the first sign-in',
    permission: 'accounts.manage for all organizations; owners alone with `issuer` and `subject`',
    description:
      'With `issuer` and `subject`, for callers whose tokens carry no e-mail: owners only. `kind: "machine"` with a `displayName` makes a machine caller, which signs in with tokens of its own.',
    answers: { 201: UserDto },
    etag: true,
    codes: ['EMAIL_TAKEN', 'CONFLICT'],
    repeat: MADE,
  })
  async create(@Ctx() context: Context, @Body() body: CreateUserDto) {
    const { id, position } = await this.commands.execute(newUser(context, body));
    return this.answers.of(MADE, { context, ids: { id }, position });
  }

  @Get()
  @Endpoint({
    id: 'listUsers',
    summary: 'List users',
    permission: 'accounts.manage',
    description: 'Whoever has signed in or was made beforehand; `q` looks in name and e-mail.',
    answers: { 200: pageOf(UserDto) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() { q, ...page }: UserQuery) {
    const list = `users ${q ?? ''}`;
    const found = await this.queries.execute(new ListUsers(context, { q }, this.cursors.request(list, page)));
    return this.cursors.answer(list, found);
  }

  @Get(':id')
  @Endpoint({
    id: 'getUser',
    summary: 'Read a user',
    permission: 'accounts.manage, or to be that user',
    description: 'One user with roles and ETag.',
    answers: { 200: UserDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('user') id: string) {
    return single(await this.queries.execute(new GetUser(context, id)));
  }

  @Patch(':id')
  @Endpoint({
    id: 'changeUser',
    summary: 'Switch a user off or on, mark or clear support',
    permission: 'accounts.manage for all organizations; owners alone for owners and admins, and to clear `support`',
    description:
      'Off takes effect with the next request and ends open sessions. The last active owner stays. The answer to `active: false` says how many values that are in force the user was shown (`exposed`), where the read models that tell it are filled.',
    answers: { 200: ChangedUserDto },
    etag: true,
    codes: ['LAST_OWNER'],
  })
  async change(
    @Ctx() context: Context,
    @PathId('user') id: string,
    @Body() change: ChangeUserDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeUser(context, id, change, ifMatch));
    const { item, revision } = await this.read(context, id, position);
    const exposed = change.active === false ? await this.exposed.of({ userId: id }, position) : {};
    return single({ item: { ...item, ...exposed }, revision }, { position });
  }

  @Put(':id/roles')
  @Endpoint({
    id: 'assignRoles',
    summary: 'Replace those of the assignments that you may change',
    permission: 'accounts.manage and every permission of each role, in the organizations it is assigned for',
    description: 'Assignments you may not change stay as they are. A role or an organization that is not there is 404.',
    answers: { 200: UserDto },
    etag: true,
  })
  assign(
    @Ctx() context: Context,
    @PathId('user') id: string,
    @Body() { roles }: AssignRolesDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return this.changed(context, id, new AssignRoles(context, id, roles, ifMatch));
  }

  @Put(':id/owner')
  @Endpoint({
    id: 'setOwner',
    summary: 'Make or unmake an owner',
    permission: 'an owner',
    description: 'Owners hold every permission everywhere. The last one stays (409 `LAST_OWNER`).',
    answers: { 204: null },
    codes: ['LAST_OWNER'],
  })
  async owner(
    @Ctx() context: Context,
    @PathId('user') id: string,
    @Body() { owner }: SetOwnerDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return done((await this.commands.execute(new SetOwner(context, id, owner, ifMatch))).position);
  }

  @Put(':id/admin')
  @Endpoint({
    id: 'setAdmin',
    summary: 'Make or unmake an admin',
    permission: 'an owner',
    description:
      'Admins hold `accounts.manage`, `directory.manage`, `support_access.manage` and `pam_audit.read` everywhere, and no vault permission.',
    answers: { 204: null },
  })
  async admin(
    @Ctx() context: Context,
    @PathId('user') id: string,
    @Body() { admin }: SetAdminDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return done((await this.commands.execute(new SetAdmin(context, id, admin, ifMatch))).position);
  }

  @Put(':id/idp-user')
  @Endpoint({
    id: 'linkUser',
    summary: 'Link a machine caller to an IDP user',
    permission: 'an owner',
    description:
      'The machine then uses what the grants of that IDP user allow; `null` ends that, and sessions that rested on it. People are mapped by e-mail and never linked (409 `CONFLICT`).',
    answers: { 200: UserDto },
    etag: true,
    codes: ['CONFLICT'],
  })
  link(
    @Ctx() context: Context,
    @PathId('user') id: string,
    @Body() { idpUserId }: LinkUserDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return this.changed(context, id, new LinkUser(context, id, idpUserId, ifMatch));
  }

  private async changed(context: Context, id: string, command: Command<CommandResult>) {
    const { position } = await this.commands.execute(command);
    return single(await this.read(context, id, position), { position });
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetUser(context, id)));
  }
}
