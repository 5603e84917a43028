import { Body, Controller, Delete, Get, Inject, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CreateHost } from '../../commands/hosts/create-host';
import { DeleteHost } from '../../commands/hosts/delete-host';
import { RenameHost } from '../../commands/hosts/rename-host';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetHost } from '../../queries/hosts/get-host';
import { ListHosts } from '../../queries/hosts/list-hosts';
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
import { CreateHostDto, HostDto, HostQuery, RenameHostDto } from './host.dtos';

const READS = ['hosts'];

const MADE = thingMade(
  READS,
  ({ context, ids: { id = '' } }) => new GetHost(context, id),
  ({ ids: { id } }) => `/hosts/${id}`,
);

@ApiTags('Hosts')
@Controller('hosts')
export class HostsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(ReadAfterWrite) private readonly consistency: ReadAfterWrite,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Endpoint({
    id: 'createHost',
    summary: 'Create a host',
    permission: 'hosts.manage_users in the organization',
    description: 'A machine on which values are changed. Its agent comes with a join token.',
    answers: { 201: HostDto },
    etag: true,
    codes: ['NOT_FOUND'],
    repeat: MADE,
  })
  async create(@Ctx() context: Context, @Body() { organizationId, name }: CreateHostDto) {
    const { id, position } = await this.commands.execute(new CreateHost(context, organizationId, name));
    return this.answers.of(MADE, { context, ids: { id }, position });
  }

  @Get()
  @Endpoint({
    id: 'listHosts',
    summary: 'List hosts',
    permission: 'hosts.manage_users or pam_vaults.view in the organization',
    description: 'Hosts of the organizations you see, with whether their agent was seen within 90 s.',
    answers: { 200: pageOf(HostDto) },
    codes: ['NOT_FOUND'],
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() { organizationId, q, ...page }: HostQuery) {
    const list = `hosts ${organizationId ?? ''} ${q ?? ''}`;
    return this.cursors.answer(
      list,
      await this.queries.execute(new ListHosts(context, { organizationId, q }, this.cursors.request(list, page))),
    );
  }

  @Get(':id')
  @Endpoint({
    id: 'getHost',
    summary: 'Read a host',
    permission: 'hosts.manage_users or pam_vaults.view in the organization of the host',
    description: 'One host with its ETag.',
    answers: { 200: HostDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('host') id: string) {
    return single(await this.queries.execute(new GetHost(context, id)));
  }

  @Patch(':id')
  @Endpoint({
    id: 'renameHost',
    summary: 'Rename a host',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'Another name; agents and identities stay.',
    answers: { 200: HostDto },
    etag: true,
  })
  async rename(
    @Ctx() context: Context,
    @PathId('host') id: string,
    @Body() { name }: RenameHostDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new RenameHost(context, id, name, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  @Delete(':id')
  @Endpoint({
    id: 'deleteHost',
    summary: 'Delete a host that no identity names',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'Only when no identity names it (409 `HOST_IN_USE`).',
    answers: { 204: null },
    codes: ['HOST_IN_USE'],
  })
  async remove(@Ctx() context: Context, @PathId('host') id: string, @IfMatch() ifMatch: SeenRevision | undefined) {
    const { position } = await this.commands.execute(new DeleteHost(context, id, ifMatch));
    return done(position);
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetHost(context, id)));
  }
}
