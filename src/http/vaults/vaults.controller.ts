import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ChangeVault } from '../../commands/vaults/change-vault';
import { CreateVault } from '../../commands/vaults/create-vault';
import { DeleteVault } from '../../commands/vaults/delete-vault';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetVault } from '../../queries/vaults/get-vault';
import { ListVaults } from '../../queries/vaults/list-vaults';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, IfMatch, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { created, done, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import { ChangeVaultBody, CreateVaultBody, Vault, VaultQuery } from './vault-schemas';

const READS = ['vaults'];

@Controller('identity-groups')
export class VaultsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Operation({
    summary: 'Create a vault',
    id: 'createVault',
    permission: 'pam_vaults.manage in the organization',
    description: 'A container of identities, on which access is granted. Names may repeat.',
    tag: 'Vaults',
    body: CreateVaultBody,
    answers: { 201: Vault },
    codes: ['NOT_FOUND', 'PASSWORD_POLICY_UNSATISFIABLE'],
    repeat: 'repeatCreate',
  })
  async create(@Ctx() context: Context, @Input() body: CreateVaultBody) {
    const { organizationId, ...description } = body;
    const { id, position } = await this.commands.execute(new CreateVault(context, organizationId, description));
    return this.made(context, id, position);
  }

  repeatCreate({ receipt, context }: Repetition) {
    return this.made(context, receipt.ids['id'] ?? '', receipt.position);
  }

  @Get()
  @Operation({
    summary: 'List vaults',
    id: 'listVaults',
    permission: 'pam_vaults.view in the organization',
    description: 'Vaults of the organizations you see, with the access you have to each.',
    tag: 'Vaults',
    query: VaultQuery,
    answers: { 200: listOf(Vault) },
    codes: ['NOT_FOUND'],
    reads: READS,
  })
  async list(@Ctx() context: Context, @QueryInput() { organizationId, q, ...page }: VaultQuery) {
    const list = `vaults ${organizationId ?? ''} ${q ?? ''}`;
    const filter = { organizationId, q };
    return this.cursors.answer(
      list,
      await this.queries.execute(new ListVaults(context, filter, this.cursors.request(list, page))),
    );
  }

  @Get(':id')
  @Operation({
    summary: 'Read a vault',
    id: 'getVault',
    permission: 'pam_vaults.view in the organization',
    description: 'One vault with its ETag.',
    tag: 'Vaults',
    thing: 'identity group',
    answers: { 200: Vault },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return single(await this.queries.execute(new GetVault(context, id)));
  }

  @Patch(':id')
  @Operation({
    summary: 'Change a vault',
    id: 'changeVault',
    permission: 'pam_vaults.manage in the organization of the vault',
    description:
      'Another name, description, password policy or approval policy; `null` clears. Whoever has a live grant on the vault does not make approval easier to get (403 `SELF_GRANT`); owners may.',
    tag: 'Vaults',
    thing: 'identity group',
    body: ChangeVaultBody,
    answers: { 200: Vault },
    codes: ['PASSWORD_POLICY_UNSATISFIABLE', 'SELF_GRANT'],
    ifMatch: true,
  })
  async change(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() patch: ChangeVaultBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeVault(context, id, patch, ifMatch));
    const found = await this.consistency.afterWrite(position, READS, () =>
      this.queries.execute(new GetVault(context, id, 'pam_vaults.manage')),
    );
    return single(found, { position });
  }

  @Delete(':id')
  @Operation({
    summary: 'Delete an empty vault',
    id: 'deleteVault',
    permission: 'pam_vaults.manage in the organization of the vault',
    description: 'Only when no identity is in it (409 `VAULT_NOT_EMPTY`).',
    tag: 'Vaults',
    thing: 'identity group',
    answers: { 204: null },
    codes: ['VAULT_NOT_EMPTY'],
    ifMatch: true,
  })
  async remove(@Ctx() context: Context, @PathId() id: string, @IfMatch() ifMatch: SeenRevision | undefined) {
    const { position } = await this.commands.execute(new DeleteVault(context, id, ifMatch));
    return done(position);
  }

  private async made(context: Context, id: string, position: string) {
    const { item, revision } = await this.consistency.afterWrite(position, READS, () =>
      this.queries.execute(new GetVault(context, id, 'pam_vaults.manage')),
    );
    return created(`/identity-groups/${id}`, item, { ids: { id }, position, revision });
  }
}
