import { Body, Controller, Delete, Get, Inject, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SEARCHED } from '../../access/identity-search/identity-filter';
import { ChangeIdentity } from '../../commands/identities/change-identity';
import { CreateIdentity } from '../../commands/identities/create-identity';
import { DeleteIdentity } from '../../commands/identities/delete-identity';
import { UndeleteIdentity } from '../../commands/identities/undelete-identity';
import type { Context } from '../../kernel/context';
import { canonicalJson } from '../../kernel/facts/canonical-json';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetIdentity } from '../../queries/identities/get-identity';
import { ListIdentities } from '../../queries/identities/list-identities';
import { ReadAfterWrite } from '../consistency/read-after-write';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { IfMatch } from '../platform/endpoint/if-match';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { thingChanged, thingMade, type Made } from '../platform/repetition/recipe';
import { Cursors } from '../paging/cursors';
import { done, single } from '../reply/reply';
import { checkedCredential } from './credential.dtos';
import { ChangeIdentityDto, CreateIdentityDto, DeleteQuery, IdentityDto } from './identity.dtos';
import { IdentityQuery } from './identity-filter.dto';

const READS = ['identities', 'sessions'];

const written = ({ context, ids: { id = '' } }: Made) => new GetIdentity(context, id, 'pam_vaults.manage');
const MADE = thingMade(READS, written, ({ ids: { id } }) => `/identities/${id}`);
const BROUGHT_BACK = thingChanged(READS, written);

@ApiTags('Identities')
@Controller('identities')
export class IdentitiesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(ReadAfterWrite) private readonly consistency: ReadAfterWrite,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Endpoint({
    id: 'createIdentity',
    summary: 'Put a credential into a vault',
    permission: 'pam_vaults.manage in the organization of the vault; hosts.manage_users besides, to name hosts',
    description:
      'A credential with its value, which is sealed before anything else is written. One account on a host belongs to one identity (409 `ACCOUNT_ALREADY_MANAGED`).',
    answers: { 201: IdentityDto },
    etag: true,
    codes: [
      'NOT_FOUND',
      'ACCOUNT_ALREADY_MANAGED',
      'CREDENTIAL_NOT_USABLE',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'PASSWORD_POLICY_UNSATISFIABLE',
    ],
    repeat: MADE,
  })
  async create(@Ctx() context: Context, @Body() body: CreateIdentityDto) {
    const { identityGroupId, credential, ...settings } = body;
    checkedCredential(credential);
    const command = new CreateIdentity(context, identityGroupId, settings, credential);
    const { id, position } = await this.commands.execute(command);
    return this.answers.of(MADE, { context, ids: { id }, position });
  }

  @Get()
  @Endpoint({
    id: 'listIdentities',
    summary: 'List identities',
    permission: 'pam_vaults.view in the organization',
    description:
      'Identities of the organizations you see, without values. Each filter that is given narrows the list further: `?checkedOut=false&mayCheckOut=true` is what you could take at once. `q` looks in name and username.',
    answers: { 200: pageOf(IdentityDto) },
    codes: ['NOT_FOUND'],
    reads: [...SEARCHED, 'sessions'],
  })
  async list(@Ctx() context: Context, @Query() { limit, cursor, ...filter }: IdentityQuery) {
    const list = `identities ${canonicalJson({ ...filter })}`;
    const page = this.cursors.request(list, { limit, cursor });
    return this.cursors.answer(list, await this.queries.execute(new ListIdentities(context, filter, page)));
  }

  @Get(':id')
  @Endpoint({
    id: 'getIdentity',
    summary: 'Read an identity',
    permission: 'pam_vaults.view in the organization of the identity',
    description: 'One identity with its ETag, without its value.',
    answers: { 200: IdentityDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('identity') id: string) {
    return single(await this.queries.execute(new GetIdentity(context, id)));
  }

  @Patch(':id')
  @Endpoint({
    id: 'changeIdentity',
    summary: 'Change an identity',
    permission: 'pam_vaults.manage in the organization of the identity; hosts.manage_users besides, to add a host',
    description: 'Affects the next checkout, never an open one.',
    answers: { 200: IdentityDto },
    etag: true,
    codes: ['ACCOUNT_ALREADY_MANAGED', 'APPROVAL_REQUIRED', 'CREDENTIAL_NOT_USABLE', 'PASSWORD_POLICY_UNSATISFIABLE'],
  })
  async change(
    @Ctx() context: Context,
    @PathId('identity') id: string,
    @Body() patch: ChangeIdentityDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeIdentity(context, id, patch, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  @Delete(':id')
  @Endpoint({
    id: 'deleteIdentity',
    summary: 'Delete an identity',
    permission: 'pam_vaults.manage in the organization of the identity; `purge` is for owners',
    description: 'It can be brought back for 7 days; then its values are destroyed. The facts stay.',
    answers: { 204: null },
    codes: ['CHECKED_OUT', 'ROTATION_IN_PROGRESS'],
  })
  async remove(
    @Ctx() context: Context,
    @PathId('identity') id: string,
    @Query() { purge }: DeleteQuery,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new DeleteIdentity(context, id, purge ?? false, ifMatch));
    return done(position);
  }

  @Post(':id/undelete')
  @Endpoint({
    id: 'undeleteIdentity',
    summary: 'Bring a deleted identity back',
    permission: 'pam_vaults.manage in the organization of the identity',
    description:
      'Within 7 days of its deletion, while the values are still there; on those of its hosts that are still there.',
    answers: { 200: IdentityDto },
    etag: true,
    codes: ['CONFLICT', 'ACCOUNT_ALREADY_MANAGED'],
    repeat: BROUGHT_BACK,
  })
  async undelete(@Ctx() context: Context, @PathId('identity') id: string) {
    const { position } = await this.commands.execute(new UndeleteIdentity(context, id));
    return this.answers.of(BROUGHT_BACK, { context, ids: { id }, position });
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () =>
      this.queries.execute(new GetIdentity(context, id, 'pam_vaults.manage')),
    );
  }
}
