import { Body, Controller, Delete, Get, Inject, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ChangeVault } from '../../commands/vaults/change-vault';
import { CreateVault } from '../../commands/vaults/create-vault';
import { DeleteVault } from '../../commands/vaults/delete-vault';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetVault } from '../../queries/vaults/get-vault';
import { ListVaults } from '../../queries/vaults/list-vaults';
import { ReadAfterWrite } from '../consistency/read-after-write';
import { Cursors } from '../paging/cursors';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { IfMatch } from '../platform/endpoint/if-match';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { thingMade } from '../platform/repetition/recipe';
import { done, single } from '../reply/reply';
import { ChangeVaultDto, CreateVaultDto, VaultDto, VaultQuery } from './vault.dtos';

const READS = ['vaults'];

const MADE = thingMade(
  READS,
  ({ context, ids: { id = '' } }) => new GetVault(context, id, 'pam_vaults.manage'),
  ({ ids: { id } }) => `/identity-groups/${id}`,
);

@ApiTags('Vaults')
@Controller('identity-groups')
export class VaultsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(ReadAfterWrite) private readonly consistency: ReadAfterWrite,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Endpoint({
    id: 'createVault',
    summary: 'Create a vault',
    description: 'A container of identities, on which access is granted. Names may repeat.',
    permission: 'pam_vaults.manage in the organization',
    answers: { 201: VaultDto },
    etag: true,
    codes: ['NOT_FOUND', 'PASSWORD_POLICY_UNSATISFIABLE'],
    repeat: MADE,
  })
  async create(@Ctx() context: Context, @Body() { organizationId, ...description }: CreateVaultDto) {
    const { id, position } = await this.commands.execute(new CreateVault(context, organizationId, description));
    return this.answers.of(MADE, { context, ids: { id }, position });
  }

  @Get()
  @Endpoint({
    id: 'listVaults',
    summary: 'List vaults',
    description: 'Vaults of the organizations you see, with the access you have to each.',
    permission: 'pam_vaults.view in the organization',
    answers: { 200: pageOf(VaultDto) },
    codes: ['NOT_FOUND'],
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() { organizationId, q, ...page }: VaultQuery) {
    const list = `vaults ${organizationId ?? ''} ${q ?? ''}`;
    const filter = { organizationId, q };
    return this.cursors.answer(
      list,
      await this.queries.execute(new ListVaults(context, filter, this.cursors.request(list, page))),
    );
  }

  @Get(':id')
  @Endpoint({
    id: 'getVault',
    summary: 'Read a vault',
    description: 'One vault with its ETag.',
    permission: 'pam_vaults.view in the organization',
    answers: { 200: VaultDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('identity group') id: string) {
    return single(await this.queries.execute(new GetVault(context, id)));
  }

  @Patch(':id')
  @Endpoint({
    id: 'changeVault',
    summary: 'Change a vault',
    description:
      'Another name, description, password policy or approval policy; `null` clears. Whoever has a live grant on the vault does not make approval easier to get (403 `SELF_GRANT`); owners may.',
    permission: 'pam_vaults.manage in the organization of the vault',
    answers: { 200: VaultDto },
    etag: true,
    codes: ['PASSWORD_POLICY_UNSATISFIABLE', 'SELF_GRANT'],
  })
  async change(
    @Ctx() context: Context,
    @PathId('identity group') id: string,
    @Body() patch: ChangeVaultDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeVault(context, id, patch, ifMatch));
    const found = await this.consistency.afterWrite(position, READS, () =>
      this.queries.execute(new GetVault(context, id, 'pam_vaults.manage')),
    );
    return single(found, { position });
  }

  @Delete(':id')
  @Endpoint({
    id: 'deleteVault',
    summary: 'Delete an empty vault',
    description: 'Only when no identity is in it (409 `VAULT_NOT_EMPTY`).',
    permission: 'pam_vaults.manage in the organization of the vault',
    answers: { 204: null },
    codes: ['VAULT_NOT_EMPTY'],
  })
  async remove(
    @Ctx() context: Context,
    @PathId('identity group') id: string,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new DeleteVault(context, id, ifMatch));
    return done(position);
  }
}
