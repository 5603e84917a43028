import { Body, Controller, Delete, Get, Inject, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { MakeToken } from '../../commands/users/make-token';
import { RevokeToken } from '../../commands/users/revoke-token';
import type { Context } from '../../kernel/context';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { ListTokens } from '../../queries/users/list-tokens';
import { isAddressOrRange } from '../edge/address-list';
import { Cursors } from '../paging/cursors';
import { cutWhole } from '../paging/cut-whole';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { recipe } from '../platform/repetition/recipe';
import { created, done } from '../reply/reply';
import { invalid } from '../platform/validation/invalid';
import { PageQuery } from '../platform/validation/page-query';
import { MadeTokenDto, MakeTokenDto, TokenDto } from './token.dtos';

/** The token itself is told the first time only. */
const made = (token?: string) =>
  recipe({
    ask: ({ context, params: { id = '' } }) => new ListTokens(context, id),
    reply: (tokens, { ids, params, position }) => {
      const { id = '' } = ids;
      const found = tokens.find((each) => each.id === id);
      if (found === undefined) {
        throw new RefusedError(refuse('NOT_FOUND', 'There is no such token: it was revoked, or it is over.'));
      }
      const body = { ...found, ...(token === undefined ? {} : { token }) };
      return created(`/users/${params['id']}/tokens/${id}`, body, { ids, position });
    },
  });

/** Tokens of machine callers. */
@ApiTags('People')
@Controller('users/:id/tokens')
export class TokensController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Post()
  @Endpoint({
    id: 'makeToken',
    summary: 'Make a token of a machine caller',
    permission:
      'accounts.manage for all organizations and every permission the machine has, where it has it; an owner, once the machine is linked or an owner',
    description:
      'The token stands in this answer alone; a repetition with the same `Idempotency-Key` answers without it. `permissions` and `addresses` (IP addresses and CIDR ranges) make it narrower than the machine. Only users of kind machine have tokens.',
    answers: { 201: MadeTokenDto },
    codes: ['CONFLICT'],
    repeat: made(),
    secret: true,
  })
  async make(@Ctx() context: Context, @PathId('user') userId: string, @Body() body: MakeTokenDto) {
    const bad = (body.addresses ?? []).findIndex((address) => !isAddressOrRange(address));
    if (bad >= 0) {
      throw invalid({
        field: `addresses[${bad}]`,
        message: 'must be an IP address or a CIDR range such as 10.0.0.0/8',
      });
    }
    const { id, position, token } = await this.commands.execute(new MakeToken(context, userId, body));
    return this.answers.of(made(token), { context, ids: { id }, params: { id: userId }, position });
  }

  @Get()
  @Endpoint({
    id: 'listTokens',
    summary: 'List the tokens of a machine caller',
    permission: 'accounts.manage for all organizations',
    description:
      'Those that are neither revoked nor over, at most 50. `lastUsedAt` is true to the minute. Never the tokens themselves.',
    answers: { 200: pageOf(TokenDto) },
  })
  async list(@Ctx() context: Context, @PathId('user') userId: string, @Query() query: PageQuery) {
    const list = `tokens ${userId}`;
    const page = this.cursors.request(list, query);
    return this.cursors.answer(list, cutWhole(await this.queries.execute(new ListTokens(context, userId)), page));
  }

  @Delete(':tokenId')
  @Endpoint({
    id: 'revokeToken',
    summary: 'Revoke a token of a machine caller',
    permission: 'accounts.manage for all organizations; an owner, where the machine is an owner or admin',
    description: 'Refused from the next request on.',
    answers: { 204: null },
  })
  async revoke(@Ctx() context: Context, @PathId('token') userId: string, @PathId('token', 'tokenId') tokenId: string) {
    return done((await this.commands.execute(new RevokeToken(context, userId, tokenId))).position);
  }
}
