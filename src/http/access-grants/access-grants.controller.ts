import { Body, Controller, Delete, Get, Inject, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ChangeGrant } from '../../commands/access-grants/change-grant';
import { GiveGrant } from '../../commands/access-grants/give-grant';
import { RevokeGrant } from '../../commands/access-grants/revoke-grant';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetGrant } from '../../queries/access-grants/get-grant';
import { ListGrants } from '../../queries/access-grants/list-grants';
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
import { ChangeGrantDto, GiveGrantDto, GrantDto, GrantQuery } from './grant.dtos';

const READS = ['vaults', 'access'];

const MADE = thingMade(
  READS,
  ({ context, ids: { id = '' }, params: { id: vaultId = '' } }) =>
    new GetGrant(context, vaultId, id, 'pam_vaults.manage'),
  ({ ids, params }) => `/identity-groups/${params['id']}/access/${ids['id']}`,
);

@ApiTags('Access grants')
@Controller('identity-groups/:id/access')
export class AccessGrantsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(ReadAfterWrite) private readonly consistency: ReadAfterWrite,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Endpoint({
    id: 'grantAccess',
    summary: 'Grant access to a vault',
    permission: 'pam_vaults.manage in the organization of the vault',
    description:
      'Gives an IDP user, or every member of an IDP group, a level on this vault, until a time if one is given. Several grants may stand side by side; the highest live one counts. Only owners grant to themselves or to a group they are in (403 `SELF_GRANT`).',
    answers: { 201: GrantDto },
    etag: true,
    codes: ['SELF_GRANT'],
    repeat: MADE,
  })
  async give(@Ctx() context: Context, @PathId('identity group') vaultId: string, @Body() body: GiveGrantDto) {
    const { id, position } = await this.commands.execute(new GiveGrant(context, vaultId, body));
    return this.answers.of(MADE, { context, ids: { id }, params: { id: vaultId }, position });
  }

  @Get()
  @Endpoint({
    id: 'listGrants',
    summary: 'List the grants of a vault',
    permission: 'pam_vaults.view in the organization of the vault',
    description:
      'Who holds which level on this vault, and until when; those that have run out are marked. With `principalId` those of one IDP user or IDP group.',
    answers: { 200: pageOf(GrantDto) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @PathId('identity group') vaultId: string, @Query() query: GrantQuery) {
    const { principalId } = query;
    const list = `access ${vaultId} ${principalId ?? ''}`;
    const page = this.cursors.request(list, query);
    return this.cursors.answer(list, await this.queries.execute(new ListGrants(context, vaultId, page, principalId)));
  }

  @Get(':grantId')
  @Endpoint({
    id: 'getGrant',
    summary: 'Read a grant',
    permission: 'pam_vaults.view in the organization of the vault',
    description: 'One grant with its ETag.',
    answers: { 200: GrantDto },
    etag: true,
    reads: READS,
  })
  async get(
    @Ctx() context: Context,
    @PathId('access grant') vaultId: string,
    @PathId('access grant', 'grantId') grantId: string,
  ) {
    return single(await this.queries.execute(new GetGrant(context, vaultId, grantId)));
  }

  @Patch(':grantId')
  @Endpoint({
    id: 'changeGrant',
    summary: 'Change level or expiry of a grant',
    permission: 'pam_vaults.manage in the organization of the vault',
    description:
      'Another level or another end. What the grant no longer allows ends at once, open sessions within 5 s.',
    answers: { 200: GrantDto },
    etag: true,
    codes: ['SELF_GRANT'],
  })
  async change(
    @Ctx() context: Context,
    @PathId('access grant') vaultId: string,
    @PathId('access grant', 'grantId') grantId: string,
    @Body() body: ChangeGrantDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeGrant(context, vaultId, grantId, body, ifMatch));
    return single(await this.read(context, vaultId, grantId, position), { position });
  }

  @Delete(':grantId')
  @Endpoint({
    id: 'revokeGrant',
    summary: 'Revoke a grant',
    permission: 'pam_vaults.manage in the organization of the vault',
    description:
      'Takes effect with the next request; sessions that rested on it end within 5 s (`grant_revoked`), and the value then rotates.',
    answers: { 204: null },
  })
  async revoke(
    @Ctx() context: Context,
    @PathId('access grant') vaultId: string,
    @PathId('access grant', 'grantId') grantId: string,
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
}
