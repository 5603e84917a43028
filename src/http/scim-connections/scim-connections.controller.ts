import { Body, Controller, Delete, Get, Inject, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CreateScimConnection } from '../../commands/scim-connections/create-scim-connection';
import { DeleteScimConnection } from '../../commands/scim-connections/delete-scim-connection';
import { MakeScimToken } from '../../commands/scim-connections/make-scim-token';
import { RevokeScimToken } from '../../commands/scim-connections/revoke-scim-token';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { GetScimConnection } from '../../queries/scim-connections/get-scim-connection';
import { ListScimConnections } from '../../queries/scim-connections/list-scim-connections';
import { Cursors } from '../paging/cursors';
import { cutWhole } from '../paging/cut-whole';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { IfMatch } from '../platform/endpoint/if-match';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { recipe } from '../platform/repetition/recipe';
import { PageQuery } from '../platform/validation/page-query';
import { created, done, single } from '../reply/reply';
import {
  CreateScimConnectionDto,
  MadeScimConnectionDto,
  MadeScimTokenDto,
  ScimConnectionDto,
} from './scim-connection.dtos';

/** The token itself is told the first time only. */
const madeConnection = (token?: string) =>
  recipe({
    ask: ({ context, ids: { id = '' } }) => new GetScimConnection(context, id),
    reply: ({ item, revision }, { ids, position }) => {
      const body = { ...item, ...(token === undefined ? {} : { token }) };
      return created(`/scim-connections/${item.id}`, body, { ids, position, revision });
    },
  });

const madeToken = (token?: string) =>
  recipe({
    ask: ({ context, params: { id = '' } }) => new GetScimConnection(context, id),
    reply: ({ item: connection }, { ids, position }) => {
      const one = connection.tokens.find((each) => each.id === ids['id']);
      if (one === undefined) throw new RefusedError(refuse('NOT_FOUND', 'There is no such token: it was revoked.'));
      const body = { ...one, ...(token === undefined ? {} : { token }) };
      return created(`/scim-connections/${connection.id}/tokens/${one.id}`, body, { ids, position });
    },
  });

/** By what an identity provider may fill the directory. */
@ApiTags('SCIM')
@Controller('scim-connections')
export class ScimConnectionsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Post()
  @Endpoint({
    id: 'createScimConnection',
    summary: 'Let an identity provider fill the directory by SCIM',
    permission: 'an owner, in person',
    description:
      'The identity provider sends the token to `/scim/v2`. What it makes there belongs to the connection. The token stands in this answer alone; a repetition with the same `Idempotency-Key` answers without it.',
    answers: { 201: MadeScimConnectionDto },
    etag: true,
    codes: ['CONFLICT'],
    repeat: madeConnection(),
    secret: true,
  })
  async create(@Ctx() context: Context, @Body() { name }: CreateScimConnectionDto) {
    const { id, position, token } = await this.commands.execute(new CreateScimConnection(context, name));
    return this.answers.of(madeConnection(token), { context, ids: { id }, position });
  }

  @Get()
  @Endpoint({
    id: 'listScimConnections',
    summary: 'List the SCIM connections',
    permission: 'an owner',
    description: 'At most 50. With the tokens that are good, never the tokens themselves.',
    answers: { 200: pageOf(ScimConnectionDto) },
  })
  async list(@Ctx() context: Context, @Query() query: PageQuery) {
    const list = 'scim connections';
    const page = this.cursors.request(list, query);
    return this.cursors.answer(list, cutWhole(await this.queries.execute(new ListScimConnections(context)), page));
  }

  @Get(':id')
  @Endpoint({
    id: 'getScimConnection',
    summary: 'Read a SCIM connection',
    permission: 'an owner',
    description:
      'One connection with the tokens that are good, never the tokens themselves. Its ETag does not tell when they were used.',
    answers: { 200: ScimConnectionDto },
    etag: true,
  })
  async get(@Ctx() context: Context, @PathId('SCIM connection') id: string) {
    return single(await this.queries.execute(new GetScimConnection(context, id)));
  }

  @Delete(':id')
  @Endpoint({
    id: 'deleteScimConnection',
    summary: 'Delete a SCIM connection',
    permission: 'an owner',
    description:
      'Its tokens are refused from the next request on. IDP users and groups that it held stay as they are, and can be changed by hand again.',
    answers: { 204: null },
  })
  async remove(
    @Ctx() context: Context,
    @PathId('SCIM connection') id: string,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return done((await this.commands.execute(new DeleteScimConnection(context, id, ifMatch))).position);
  }

  @Post(':id/tokens')
  @Endpoint({
    id: 'makeScimToken',
    summary: 'Make the next token of a SCIM connection',
    permission: 'an owner, in person',
    description:
      'The token in use stays good for 24 hours, for the identity provider to be told the new one. While two are good there is no third (409 `CONFLICT`): revoke one. The token stands in this answer alone.',
    answers: { 201: MadeScimTokenDto },
    codes: ['CONFLICT'],
    repeat: madeToken(),
    secret: true,
  })
  async makeToken(@Ctx() context: Context, @PathId('SCIM connection') connectionId: string) {
    const { id, position, token } = await this.commands.execute(new MakeScimToken(context, connectionId));
    return this.answers.of(madeToken(token), { context, ids: { id }, params: { id: connectionId }, position });
  }

  @Delete(':id/tokens/:tokenId')
  @Endpoint({
    id: 'revokeScimToken',
    summary: 'Revoke a token of a SCIM connection',
    permission: 'an owner',
    description: 'Refused from the next request on; the connection and what it holds stay.',
    answers: { 204: null },
  })
  async revokeToken(
    @Ctx() context: Context,
    @PathId('token') connectionId: string,
    @PathId('token', 'tokenId') tokenId: string,
  ) {
    return done((await this.commands.execute(new RevokeScimToken(context, connectionId, tokenId))).position);
  }
}
