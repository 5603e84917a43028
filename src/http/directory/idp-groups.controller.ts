import { Body, Controller, Delete, Get, Inject, Patch, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CreateIdpGroup } from '../../commands/directory/create-idp-group';
import { DeleteIdpGroup } from '../../commands/directory/delete-idp-group';
import { RenameIdpGroup } from '../../commands/directory/rename-idp-group';
import { HandOver } from '../../commands/directory/hand-over';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetIdpGroup } from '../../queries/directory/get-idp-group';
import { ListIdpGroups } from '../../queries/directory/list-idp-groups';
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
import { ChangeIdpGroupDto, CreateIdpGroupDto, DirectoryQuery, IdpGroupDto } from './directory.dtos';

const READS = ['idp_groups'];

const MADE = thingMade(
  READS,
  ({ context, ids: { id = '' } }) => new GetIdpGroup(context, id),
  ({ ids: { id } }) => `/idp/groups/${id}`,
);

@ApiTags('Directory')
@Controller('idp/groups')
export class IdpGroupsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(ReadAfterWrite) private readonly consistency: ReadAfterWrite,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Endpoint({
    id: 'createIdpGroup',
    summary: 'Create an IDP group',
    permission: 'directory.manage for all organizations',
    description: 'A group of IDP users, to grant to all of them at once.',
    answers: { 201: IdpGroupDto },
    etag: true,
    repeat: MADE,
  })
  async create(@Ctx() context: Context, @Body() { name }: CreateIdpGroupDto) {
    const { id, position } = await this.commands.execute(new CreateIdpGroup(context, name));
    return this.answers.of(MADE, { context, ids: { id }, position });
  }

  @Get()
  @Endpoint({
    id: 'listIdpGroups',
    summary: 'List the groups of the directory',
    permission: 'directory.manage for all organizations, or pam_vaults.manage',
    description: 'The groups of the directory, with how many members each has.',
    answers: { 200: pageOf(IdpGroupDto) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() { q, ...page }: DirectoryQuery) {
    const list = `idp-groups ${q ?? ''}`;
    const found = await this.queries.execute(new ListIdpGroups(context, { q }, this.cursors.request(list, page)));
    return this.cursors.answer(list, found);
  }

  @Get(':id')
  @Endpoint({
    id: 'getIdpGroup',
    summary: 'Read an IDP group',
    permission: 'directory.manage for all organizations, or pam_vaults.manage',
    description: 'One group with its ETag.',
    answers: { 200: IdpGroupDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('IDP group') id: string) {
    return single(await this.queries.execute(new GetIdpGroup(context, id)));
  }

  @Patch(':id')
  @Endpoint({
    id: 'renameIdpGroup',
    summary: 'Rename an IDP group',
    permission: 'directory.manage for all organizations',
    description: 'Another name; members and grants stay.',
    answers: { 200: IdpGroupDto },
    etag: true,
    codes: ['SCIM_MANAGED'],
  })
  async change(
    @Ctx() context: Context,
    @PathId('IDP group') id: string,
    @Body() { name }: ChangeIdpGroupDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new RenameIdpGroup(context, id, name, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  @Delete(':id')
  @Endpoint({
    id: 'deleteIdpGroup',
    summary: 'Delete an IDP group',
    permission: 'directory.manage for all organizations, and of a group with roles what taking them takes',
    description: 'Grants to the group and its roles end with it, and the sessions that rested on them.',
    answers: { 204: null },
    codes: ['SCIM_MANAGED'],
  })
  async remove(@Ctx() context: Context, @PathId('IDP group') id: string, @IfMatch() ifMatch: SeenRevision | undefined) {
    return done((await this.commands.execute(new DeleteIdpGroup(context, id, ifMatch))).position);
  }

  @Put(':id/scim-connection')
  @Endpoint({
    id: 'handOverIdpGroup',
    summary: 'Hand an IDP group to a SCIM connection, or release it',
    permission: 'an owner, in person',
    description:
      'From then on the connection says who is in the group, with the grants and roles it has, and nobody does by hand (409 `SCIM_MANAGED`). `null` releases it.',
    answers: { 200: IdpGroupDto },
    etag: true,
  })
  async handOver(
    @Ctx() context: Context,
    @PathId('IDP group') id: string,
    @Body() { id: connectionId }: HoldingConnectionDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new HandOver(context, 'group', id, connectionId, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetIdpGroup(context, id)));
  }
}
