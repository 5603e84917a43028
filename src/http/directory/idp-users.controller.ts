import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ChangeIdpUser } from '../../commands/directory/change-idp-user';
import { CreateIdpUser } from '../../commands/directory/create-idp-user';
import { DeleteIdpUser } from '../../commands/directory/delete-idp-user';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetIdpUser } from '../../queries/directory/get-idp-user';
import { ListIdpUsers } from '../../queries/directory/list-idp-users';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, IfMatch, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { created, done, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import { ChangeIdpUserBody, CreateIdpUserBody, DirectoryQuery, IdpUser } from './directory-schemas';

const READS = ['idp_users'];
const SHARED = { tag: 'Directory', thing: 'IDP user' };

@Controller('idp/users')
export class IdpUsersController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Operation({
    summary: 'Put a person into the directory',
    id: 'createIdpUser',
    permission: 'directory.manage for all organizations',
    description:
      'The record of a person, to which grants are given. Whoever signs in with this e-mail is mapped to it. An e-mail is taken once (409 `EMAIL_TAKEN`) and never changes.',
    tag: 'Directory',
    body: CreateIdpUserBody,
    answers: { 201: IdpUser },
    codes: ['EMAIL_TAKEN', 'SELF_GRANT'],
    repeat: 'repeatCreate',
  })
  async create(@Ctx() context: Context, @Input() person: CreateIdpUserBody) {
    const { id, position } = await this.commands.execute(new CreateIdpUser(context, person));
    return this.made(context, id, position);
  }

  repeatCreate({ receipt, context }: Repetition) {
    return this.made(context, receipt.ids['id'] ?? '', receipt.position);
  }

  @Get()
  @Operation({
    summary: 'List the people of the directory',
    id: 'listIdpUsers',
    permission: 'directory.manage for all organizations, or pam_vaults.manage',
    description: 'The people of the directory; `q` looks in name and e-mail.',
    tag: 'Directory',
    query: DirectoryQuery,
    answers: { 200: listOf(IdpUser) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @QueryInput() { q, ...page }: DirectoryQuery) {
    const list = `idp-users ${q ?? ''}`;
    const found = await this.queries.execute(new ListIdpUsers(context, { q }, this.cursors.request(list, page)));
    return this.cursors.answer(list, found);
  }

  @Get(':id')
  @Operation({
    summary: 'Read an IDP user',
    id: 'getIdpUser',
    permission: 'directory.manage for all organizations, or pam_vaults.manage',
    description: 'One person with the ETag.',
    ...SHARED,
    answers: { 200: IdpUser },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return single(await this.queries.execute(new GetIdpUser(context, id)));
  }

  @Patch(':id')
  @Operation({
    summary: 'Rename an IDP user, switch one off or on',
    id: 'changeIdpUser',
    permission: 'directory.manage for all organizations',
    description: 'Another display name, or off and on. While a record is off, what was granted to it does not hold.',
    ...SHARED,
    body: ChangeIdpUserBody,
    answers: { 200: IdpUser },
    codes: ['SELF_GRANT'],
    ifMatch: true,
  })
  async change(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() change: ChangeIdpUserBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeIdpUser(context, id, change, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  @Delete(':id')
  @Operation({
    summary: 'Take a person out of the directory',
    id: 'deleteIdpUser',
    permission: 'directory.manage for all organizations',
    description: 'Grants to the person and memberships end with the record, and the sessions that rested on them.',
    ...SHARED,
    answers: { 204: null },
    codes: ['SELF_GRANT'],
    ifMatch: true,
  })
  async remove(@Ctx() context: Context, @PathId() id: string, @IfMatch() ifMatch: SeenRevision | undefined) {
    return done((await this.commands.execute(new DeleteIdpUser(context, id, ifMatch))).position);
  }

  private async made(context: Context, id: string, position: string) {
    const { item, revision } = await this.read(context, id, position);
    return created(`/idp/users/${id}`, item, { ids: { id }, position, revision });
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetIdpUser(context, id)));
  }
}
