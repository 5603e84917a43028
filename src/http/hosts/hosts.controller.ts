import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CreateHost } from '../../commands/hosts/create-host';
import { DeleteHost } from '../../commands/hosts/delete-host';
import { RenameHost } from '../../commands/hosts/rename-host';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetHost } from '../../queries/hosts/get-host';
import { ListHosts } from '../../queries/hosts/list-hosts';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, IfMatch, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { created, done, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import { CreateHostBody, Host, HostQuery, RenameHostBody } from './host-schemas';

const READS = ['hosts'];

@Controller('hosts')
export class HostsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Operation({
    summary: 'Create a host',
    id: 'createHost',
    permission: 'hosts.manage_users in the organization',
    description: 'A machine on which values are changed. Its agent comes with a join token.',
    tag: 'Hosts',
    body: CreateHostBody,
    answers: { 201: Host },
    codes: ['NOT_FOUND'],
    repeat: 'repeatCreate',
  })
  async create(@Ctx() context: Context, @Input() { organizationId, name }: CreateHostBody) {
    const { id, position } = await this.commands.execute(new CreateHost(context, organizationId, name));
    return this.made(context, id, position);
  }

  repeatCreate({ receipt, context }: Repetition) {
    return this.made(context, receipt.ids['id'] ?? '', receipt.position);
  }

  @Get()
  @Operation({
    summary: 'List hosts',
    id: 'listHosts',
    permission: 'hosts.manage_users or pam_vaults.view in the organization',
    description: 'Hosts of the organizations you see, with whether their agent was seen within 90 s.',
    tag: 'Hosts',
    query: HostQuery,
    answers: { 200: listOf(Host) },
    codes: ['NOT_FOUND'],
    reads: READS,
  })
  async list(@Ctx() context: Context, @QueryInput() { organizationId, q, ...page }: HostQuery) {
    const list = `hosts ${organizationId ?? ''} ${q ?? ''}`;
    return this.cursors.answer(
      list,
      await this.queries.execute(new ListHosts(context, { organizationId, q }, this.cursors.request(list, page))),
    );
  }

  @Get(':id')
  @Operation({
    summary: 'Read a host',
    id: 'getHost',
    permission: 'hosts.manage_users or pam_vaults.view in the organization of the host',
    description: 'One host with its ETag.',
    tag: 'Hosts',
    thing: 'host',
    answers: { 200: Host },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return single(await this.queries.execute(new GetHost(context, id)));
  }

  @Patch(':id')
  @Operation({
    summary: 'Rename a host',
    id: 'renameHost',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'Another name; agents and identities stay.',
    tag: 'Hosts',
    thing: 'host',
    body: RenameHostBody,
    answers: { 200: Host },
    ifMatch: true,
  })
  async rename(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() { name }: RenameHostBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new RenameHost(context, id, name, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  @Delete(':id')
  @Operation({
    summary: 'Delete a host that no identity names',
    id: 'deleteHost',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'Only when no identity names it (409 `HOST_IN_USE`).',
    tag: 'Hosts',
    thing: 'host',
    answers: { 204: null },
    codes: ['HOST_IN_USE'],
    ifMatch: true,
  })
  async remove(@Ctx() context: Context, @PathId() id: string, @IfMatch() ifMatch: SeenRevision | undefined) {
    const { position } = await this.commands.execute(new DeleteHost(context, id, ifMatch));
    return done(position);
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetHost(context, id)));
  }

  private async made(context: Context, id: string, position: string) {
    const { item, revision } = await this.read(context, id, position);
    return created(`/hosts/${id}`, item, { ids: { id }, position, revision });
  }
}
