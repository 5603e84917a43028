import { Body, Controller, Delete, Get, Inject, Patch, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ChangeIdpUser } from '../../commands/directory/change-idp-user';
import { CreateIdpUser } from '../../commands/directory/create-idp-user';
import { DeleteIdpUser } from '../../commands/directory/delete-idp-user';
import { HandOver } from '../../commands/directory/hand-over';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetIdpUser } from '../../queries/directory/get-idp-user';
import { ListGroupsOf } from '../../queries/directory/list-groups-of';
import { ListIdpUsers } from '../../queries/directory/list-idp-users';
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
import { HoldingConnectionDto } from '../scim-connections/scim-connection.dtos';
import { ExposedCount } from '../exposures/exposed-count';
import {
  ChangedIdpUserDto,
  ChangeIdpUserDto,
  CreateIdpUserDto,
  DirectoryQuery,
  IdpGroupDto,
  IdpUserDto,
  MembersQuery,
} from './directory.dtos';

const READS = ['idp_users'];

const MADE = thingMade(
  READS,
  ({ context, ids: { id = '' } }) => new GetIdpUser(context, id),
  ({ ids: { id } }) => `/idp/users/${id}`,
);

@ApiTags('Directory')
@Controller('idp/users')
export class IdpUsersController {
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
    id: 'createIdpUser',
    summary: 'Put a person into the directory',
    permission: 'directory.manage for all organizations',
    description:
      'The record of a person, to which grants are given. Whoever signs in with this e-mail is mapped to it. An e-mail is taken once (409 `EMAIL_TAKEN`) and never changes.',
    answers: { 201: IdpUserDto },
    etag: true,
    codes: ['EMAIL_TAKEN', 'SELF_GRANT'],
    repeat: MADE,
  })
  async create(@Ctx() context: Context, @Body() person: CreateIdpUserDto) {
    const { id, position } = await this.commands.execute(new CreateIdpUser(context, person));
    return this.answers.of(MADE, { context, ids: { id }, position });
  }

  @Get()
  @Endpoint({
    id: 'listIdpUsers',
    summary: 'List the people of the directory',
    permission: 'directory.manage for all organizations, or pam_vaults.manage',
    description: 'The people of the directory; `q` looks in name and e-mail.',
    answers: { 200: pageOf(IdpUserDto) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() { q, ...page }: DirectoryQuery) {
    const list = `idp-users ${q ?? ''}`;
    const found = await this.queries.execute(new ListIdpUsers(context, { q }, this.cursors.request(list, page)));
    return this.cursors.answer(list, found);
  }

  @Get(':id')
  @Endpoint({
    id: 'getIdpUser',
    summary: 'Read an IDP user',
    permission: 'directory.manage for all organizations, or pam_vaults.manage',
    description: 'One person with the ETag.',
    answers: { 200: IdpUserDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('IDP user') id: string) {
    return single(await this.queries.execute(new GetIdpUser(context, id)));
  }

  @Get(':id/groups')
  @Endpoint({
    id: 'listGroupsOfIdpUser',
    summary: 'List the IDP groups that an IDP user is in',
    permission: 'directory.manage for all organizations, or pam_vaults.manage',
    description: 'What is granted to them is granted to this person too.',
    answers: { 200: pageOf(IdpGroupDto) },
    codes: ['NOT_FOUND'],
    reads: ['idp_users', 'idp_groups', 'idp_members'],
  })
  async groups(@Ctx() context: Context, @PathId('IDP user') id: string, @Query() page: MembersQuery) {
    const list = `idp-groups-of ${id}`;
    const found = await this.queries.execute(new ListGroupsOf(context, id, this.cursors.request(list, page)));
    return this.cursors.answer(list, found);
  }

  @Patch(':id')
  @Endpoint({
    id: 'changeIdpUser',
    summary: 'Rename an IDP user, switch one off or on',
    permission:
      'directory.manage for all organizations, and to switch on who is in a group with roles what giving them takes',
    description:
      'Another display name, or off and on. While a record is off, what was granted to it does not hold. The answer to `active: false` says how many values that are in force the user with this e-mail was shown (`exposed`), where the read models that tell it are filled.',
    answers: { 200: ChangedIdpUserDto },
    etag: true,
    codes: ['SELF_GRANT', 'SCIM_MANAGED'],
  })
  async change(
    @Ctx() context: Context,
    @PathId('IDP user') id: string,
    @Body() change: ChangeIdpUserDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeIdpUser(context, id, change, ifMatch));
    const { item, revision } = await this.read(context, id, position);
    const exposed = change.active === false ? await this.exposed.of({ idpUserId: id }, position) : {};
    return single({ item: { ...item, ...exposed }, revision }, { position });
  }

  @Delete(':id')
  @Endpoint({
    id: 'deleteIdpUser',
    summary: 'Take a person out of the directory',
    permission: 'directory.manage for all organizations',
    description: 'Grants to the person and memberships end with the record, and the sessions that rested on them.',
    answers: { 204: null },
    codes: ['SELF_GRANT', 'SCIM_MANAGED'],
  })
  async remove(@Ctx() context: Context, @PathId('IDP user') id: string, @IfMatch() ifMatch: SeenRevision | undefined) {
    return done((await this.commands.execute(new DeleteIdpUser(context, id, ifMatch))).position);
  }

  @Put(':id/scim-connection')
  @Endpoint({
    id: 'handOverIdpUser',
    summary: 'Hand an IDP user to a SCIM connection, or release it',
    permission: 'an owner, in person',
    description:
      'From then on the connection alone sees and changes the record, and nobody by hand (409 `SCIM_MANAGED`). `null` releases it.',
    answers: { 200: IdpUserDto },
    etag: true,
  })
  async handOver(
    @Ctx() context: Context,
    @PathId('IDP user') id: string,
    @Body() { id: connectionId }: HoldingConnectionDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new HandOver(context, 'user', id, connectionId, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetIdpUser(context, id)));
  }
}
