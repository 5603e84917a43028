import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ChangeIdentity } from '../../commands/identities/change-identity';
import { CreateIdentity } from '../../commands/identities/create-identity';
import { DeleteIdentity } from '../../commands/identities/delete-identity';
import { UndeleteIdentity } from '../../commands/identities/undelete-identity';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetIdentity } from '../../queries/identities/get-identity';
import { ListIdentities } from '../../queries/identities/list-identities';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, IfMatch, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { answered, created, done, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import { checkedCredential } from './checked-credential';
import { ChangeIdentityBody, CreateIdentityBody, DeleteQuery, Identity, IdentityQuery } from './identity-schemas';

const READS = ['identities'];
const LIST_READS = ['identities', 'vaults', 'host_members'];

@Controller('identities')
export class IdentitiesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Operation({
    summary: 'Put a credential into a vault',
    id: 'createIdentity',
    permission: 'pam_vaults.manage in the organization of the vault; hosts.manage_users besides, to name hosts',
    description:
      'A credential with its value, which is sealed before anything else is written. One account on a host belongs to one identity (409 `ACCOUNT_ALREADY_MANAGED`).',
    tag: 'Identities',
    body: CreateIdentityBody,
    answers: { 201: Identity },
    codes: [
      'NOT_FOUND',
      'ACCOUNT_ALREADY_MANAGED',
      'CREDENTIAL_NOT_USABLE',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'PASSWORD_POLICY_UNSATISFIABLE',
    ],
    repeat: 'repeatCreate',
  })
  async create(@Ctx() context: Context, @Input() body: CreateIdentityBody) {
    const { identityGroupId, credential, ...settings } = body;
    checkedCredential(credential);
    const command = new CreateIdentity(context, identityGroupId, settings, credential);
    const { id, position } = await this.commands.execute(command);
    return this.made(context, id, position);
  }

  repeatCreate({ receipt, context }: Repetition) {
    return this.made(context, receipt.ids['id'] ?? '', receipt.position);
  }

  @Get()
  @Operation({
    summary: 'List identities',
    id: 'listIdentities',
    permission: 'pam_vaults.view in the organization',
    description: 'Identities of the organizations you see, without values. `q` looks in name and username.',
    tag: 'Identities',
    query: IdentityQuery,
    answers: { 200: listOf(Identity) },
    codes: ['NOT_FOUND'],
    reads: LIST_READS,
  })
  async list(@Ctx() context: Context, @QueryInput() { limit, cursor, ...filter }: IdentityQuery) {
    const list = `identities ${JSON.stringify(filter)}`;
    const page = this.cursors.request(list, { limit, cursor });
    return this.cursors.answer(list, await this.queries.execute(new ListIdentities(context, filter, page)));
  }

  @Get(':id')
  @Operation({
    summary: 'Read an identity',
    id: 'getIdentity',
    permission: 'pam_vaults.view in the organization of the identity',
    description: 'One identity with its ETag, without its value.',
    tag: 'Identities',
    thing: 'identity',
    answers: { 200: Identity },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return single(await this.queries.execute(new GetIdentity(context, id)));
  }

  @Patch(':id')
  @Operation({
    summary: 'Change an identity',
    id: 'changeIdentity',
    permission: 'pam_vaults.manage in the organization of the identity; hosts.manage_users besides, to add a host',
    tag: 'Identities',
    thing: 'identity',
    description: 'Affects the next checkout, never an open one.',
    body: ChangeIdentityBody,
    answers: { 200: Identity },
    codes: ['ACCOUNT_ALREADY_MANAGED', 'CREDENTIAL_NOT_USABLE', 'PASSWORD_POLICY_UNSATISFIABLE'],
    ifMatch: true,
  })
  async change(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() patch: ChangeIdentityBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeIdentity(context, id, patch, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  @Delete(':id')
  @Operation({
    summary: 'Delete an identity',
    id: 'deleteIdentity',
    permission: 'pam_vaults.manage in the organization of the identity; `purge` is for owners',
    tag: 'Identities',
    thing: 'identity',
    description: 'It can be brought back for 7 days; then its values are destroyed. The facts stay.',
    query: DeleteQuery,
    answers: { 204: null },
    codes: ['CHECKED_OUT', 'ROTATION_IN_PROGRESS'],
    ifMatch: true,
  })
  async remove(
    @Ctx() context: Context,
    @PathId() id: string,
    @QueryInput() { purge }: DeleteQuery,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new DeleteIdentity(context, id, purge ?? false, ifMatch));
    return done(position);
  }

  @Post(':id/undelete')
  @Operation({
    summary: 'Bring a deleted identity back',
    id: 'undeleteIdentity',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'Within 7 days of its deletion, while the values are still there.',
    tag: 'Identities',
    thing: 'identity',
    answers: { 200: Identity },
    codes: ['CONFLICT', 'ACCOUNT_ALREADY_MANAGED'],
    repeat: 'repeatUndelete',
  })
  async undelete(@Ctx() context: Context, @PathId() id: string) {
    const { position } = await this.commands.execute(new UndeleteIdentity(context, id));
    return this.brought(context, id, position);
  }

  repeatUndelete({ receipt, context }: Repetition) {
    return this.brought(context, receipt.ids['id'] ?? '', receipt.position);
  }

  private async brought(context: Context, id: string, position: string) {
    const { item, revision } = await this.read(context, id, position);
    return answered(item, { ids: { id }, position, revision });
  }

  private async made(context: Context, id: string, position: string) {
    const { item, revision } = await this.read(context, id, position);
    return created(`/identities/${id}`, item, { ids: { id }, position, revision });
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () =>
      this.queries.execute(new GetIdentity(context, id, 'pam_vaults.manage')),
    );
  }
}
