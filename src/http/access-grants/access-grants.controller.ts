import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ChangeGrant } from '../../commands/access-grants/change-grant';
import { GiveGrant } from '../../commands/access-grants/give-grant';
import { RevokeGrant } from '../../commands/access-grants/revoke-grant';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetGrant } from '../../queries/access-grants/get-grant';
import { ListGrants } from '../../queries/access-grants/list-grants';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, IfMatch, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { created, done, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import { ChangeGrantBody, GiveGrantBody, Grant, GrantQuery } from './grant-schemas';

const READS = ['vaults', 'access'];
const TAG = 'Access grants';

@Controller('identity-groups/:id/access')
export class AccessGrantsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Operation({
    summary: 'Grant access to a vault',
    id: 'grantAccess',
    permission: 'pam_vaults.manage in the organization of the vault',
    description:
      'Gives an IDP user, or every member of an IDP group, a level on this vault, until a time if one is given. Several grants may stand side by side; the highest live one counts. Nobody but an owner grants to himself or to a group he is in (403 `SELF_GRANT`).',
    tag: TAG,
    thing: 'identity group',
    body: GiveGrantBody,
    answers: { 201: Grant },
    codes: ['SELF_GRANT'],
    repeat: 'repeatGive',
  })
  async give(@Ctx() context: Context, @PathId() vaultId: string, @Input() body: GiveGrantBody) {
    const { id, position } = await this.commands.execute(new GiveGrant(context, vaultId, body));
    return this.given(context, vaultId, id, position);
  }

  repeatGive({ receipt, context, params }: Repetition) {
    return this.given(context, params['id'] ?? '', receipt.ids['id'] ?? '', receipt.position);
  }

  @Get()
  @Operation({
    summary: 'List the grants of a vault',
    id: 'listGrants',
    permission: 'pam_vaults.view in the organization of the vault',
    description: 'Who holds which level on this vault, and until when; the newest first.',
    tag: TAG,
    thing: 'identity group',
    query: GrantQuery,
    answers: { 200: listOf(Grant) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @PathId() vaultId: string, @QueryInput() query: GrantQuery) {
    const list = `access ${vaultId}`;
    const page = this.cursors.request(list, query);
    return this.cursors.answer(list, await this.queries.execute(new ListGrants(context, vaultId, page)));
  }

  @Get(':grantId')
  @Operation({
    summary: 'Read a grant',
    id: 'getGrant',
    permission: 'pam_vaults.view in the organization of the vault',
    description: 'One grant with its ETag.',
    tag: TAG,
    thing: 'access grant',
    answers: { 200: Grant },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() vaultId: string, @PathId('grantId') grantId: string) {
    return single(await this.queries.execute(new GetGrant(context, vaultId, grantId)));
  }

  @Patch(':grantId')
  @Operation({
    summary: 'Change level or expiry of a grant',
    id: 'changeGrant',
    permission: 'pam_vaults.manage in the organization of the vault',
    description:
      'Another level or another end. What the grant no longer allows ends at once, open sessions within 5 s.',
    tag: TAG,
    thing: 'access grant',
    body: ChangeGrantBody,
    answers: { 200: Grant },
    codes: ['SELF_GRANT'],
    ifMatch: true,
  })
  async change(
    @Ctx() context: Context,
    @PathId() vaultId: string,
    @PathId('grantId') grantId: string,
    @Input() body: ChangeGrantBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeGrant(context, vaultId, grantId, body, ifMatch));
    return single(await this.read(context, vaultId, grantId, position), { position });
  }

  @Delete(':grantId')
  @Operation({
    summary: 'Revoke a grant',
    id: 'revokeGrant',
    permission: 'pam_vaults.manage in the organization of the vault',
    description:
      'Takes effect with the next request; sessions that rested on it end within 5 s (`grant_revoked`), and the value then rotates.',
    tag: TAG,
    thing: 'access grant',
    answers: { 204: null },
    ifMatch: true,
  })
  async revoke(
    @Ctx() context: Context,
    @PathId() vaultId: string,
    @PathId('grantId') grantId: string,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new RevokeGrant(context, vaultId, grantId, ifMatch));
    return done(position);
  }

  private read(context: Context, vaultId: string, grantId: string, position: string) {
    return this.consistency.afterWrite(position, READS, () =>
      this.queries.execute(new GetGrant(context, vaultId, grantId, 'pam_vaults.manage')),
    );
  }

  private async given(context: Context, vaultId: string, id: string, position: string) {
    const { item, revision } = await this.read(context, vaultId, id, position);
    return created(`/identity-groups/${vaultId}/access/${id}`, item, { ids: { id }, position, revision });
  }
}
