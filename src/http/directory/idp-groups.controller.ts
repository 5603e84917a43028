import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CreateIdpGroup } from '../../commands/directory/create-idp-group';
import { DeleteIdpGroup } from '../../commands/directory/delete-idp-group';
import { RenameIdpGroup } from '../../commands/directory/rename-idp-group';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetIdpGroup } from '../../queries/directory/get-idp-group';
import { ListIdpGroups } from '../../queries/directory/list-idp-groups';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, IfMatch, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { created, done, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import { ChangeIdpGroupBody, CreateIdpGroupBody, DirectoryQuery, IdpGroup } from './directory-schemas';

const READS = ['idp_groups'];
const SHARED = { tag: 'Directory', thing: 'IDP group' };

@Controller('idp/groups')
export class IdpGroupsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Operation({
    summary: 'Create an IDP group',
    id: 'createIdpGroup',
    permission: 'directory.manage for all organizations',
    description: 'A group of IDP users, to grant to all of them at once.',
    tag: 'Directory',
    body: CreateIdpGroupBody,
    answers: { 201: IdpGroup },
    repeat: 'repeatCreate',
  })
  async create(@Ctx() context: Context, @Input() { name }: CreateIdpGroupBody) {
    const { id, position } = await this.commands.execute(new CreateIdpGroup(context, name));
    return this.made(context, id, position);
  }

  repeatCreate({ receipt, context }: Repetition) {
    return this.made(context, receipt.ids['id'] ?? '', receipt.position);
  }

  @Get()
  @Operation({
    summary: 'List the groups of the directory',
    id: 'listIdpGroups',
    permission: 'directory.manage for all organizations, or pam_vaults.manage',
    description: 'The groups of the directory, with how many members each has.',
    tag: 'Directory',
    query: DirectoryQuery,
    answers: { 200: listOf(IdpGroup) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @QueryInput() { q, ...page }: DirectoryQuery) {
    const list = `idp-groups ${q ?? ''}`;
    const found = await this.queries.execute(new ListIdpGroups(context, { q }, this.cursors.request(list, page)));
    return this.cursors.answer(list, found);
  }

  @Get(':id')
  @Operation({
    summary: 'Read an IDP group',
    id: 'getIdpGroup',
    permission: 'directory.manage for all organizations, or pam_vaults.manage',
    description: 'One group with its ETag.',
    ...SHARED,
    answers: { 200: IdpGroup },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return single(await this.queries.execute(new GetIdpGroup(context, id)));
  }

  @Patch(':id')
  @Operation({
    summary: 'Rename an IDP group',
    id: 'renameIdpGroup',
    permission: 'directory.manage for all organizations',
    description: 'Another name; members and grants stay.',
    ...SHARED,
    body: ChangeIdpGroupBody,
    answers: { 200: IdpGroup },
    ifMatch: true,
  })
  async change(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() { name }: ChangeIdpGroupBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new RenameIdpGroup(context, id, name, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  @Delete(':id')
  @Operation({
    summary: 'Delete an IDP group',
    id: 'deleteIdpGroup',
    permission: 'directory.manage for all organizations',
    description: 'Grants to the group end with it, and the sessions that rested on them.',
    ...SHARED,
    answers: { 204: null },
    ifMatch: true,
  })
  async remove(@Ctx() context: Context, @PathId() id: string, @IfMatch() ifMatch: SeenRevision | undefined) {
    return done((await this.commands.execute(new DeleteIdpGroup(context, id, ifMatch))).position);
  }

  private async made(context: Context, id: string, position: string) {
    const { item, revision } = await this.read(context, id, position);
    return created(`/idp/groups/${id}`, item, { ids: { id }, position, revision });
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetIdpGroup(context, id)));
  }
}
