import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SetTokenNames } from '../../commands/directory/set-token-names';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetTokenNames } from '../../queries/directory/get-token-names';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { IfMatch } from '../platform/endpoint/if-match';
import { PathId } from '../platform/endpoint/path-parameter';
import { single } from '../reply/reply';
import { SetTokenNamesDto, TokenNamesDto } from './token-names.dtos';

/** Membership that lives as long as a token. */
@ApiTags('Directory')
@Controller('idp/groups/:id/token-names')
export class TokenNamesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @Endpoint({
    id: 'getTokenNames',
    summary: 'Read by which names tokens put their bearers into an IDP group',
    permission: 'accounts.manage, or directory.manage for all organizations',
    description: 'As the log says now.',
    answers: { 200: TokenNamesDto },
    etag: true,
  })
  async get(@Ctx() context: Context, @PathId('IDP group') id: string) {
    return single(await this.queries.execute(new GetTokenNames(context, id)));
  }

  @Put()
  @Endpoint({
    id: 'setTokenNames',
    summary: 'Let tokens of an issuer put their bearers into an IDP group',
    permission: 'an owner, in person',
    description:
      'Whoever brings a token of one of these issuers whose claim of groups holds one of these names counts as a member for grants to the group, as long as the token lasts; sessions end with it. It gives none of the roles of the group and approves nothing. From then on nobody but an owner grants to the group.',
    answers: { 200: TokenNamesDto },
    etag: true,
    codes: ['CONFLICT'],
  })
  async set(
    @Ctx() context: Context,
    @PathId('IDP group') id: string,
    @Body() { names }: SetTokenNamesDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new SetTokenNames(context, id, names, ifMatch));
    return single(await this.queries.execute(new GetTokenNames(context, id)), { position });
  }
}
