import { Controller, Delete, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { MakeToken } from '../../commands/users/make-token';
import { RevokeToken } from '../../commands/users/revoke-token';
import type { Context } from '../../kernel/context';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import { ListTokens } from '../../queries/users/list-tokens';
import { isAddressOrRange } from '../edge/address-list';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, Input, PathId } from '../operation/parameters';
import { created, done } from '../reply/reply';
import { listOf } from '../schema/fields';
import { invalid } from '../platform/validation/invalid';
import { MadeToken, MakeTokenBody, Token } from './token-schemas';

const TAG = { tag: 'People' };

/** Tokens of machine callers. */
@Controller('users/:id/tokens')
export class TokensController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Post()
  @Operation({
    ...TAG,
    summary: 'Make a token of a machine caller',
    id: 'makeToken',
    permission:
      'accounts.manage for all organizations and every permission the machine has, where it has it; an owner, once the machine is linked or an owner',
    description:
      'The token stands in this answer alone; a repetition with the same `Idempotency-Key` answers without it. `permissions` and `addresses` (IP addresses and CIDR ranges) make it narrower than the machine. Only users of kind machine have tokens.',
    thing: 'user',
    body: MakeTokenBody,
    answers: { 201: MadeToken },
    codes: ['CONFLICT'],
    repeat: 'repeatMake',
    secret: true,
  })
  async make(@Ctx() context: Context, @PathId() userId: string, @Input() body: MakeTokenBody) {
    const bad = (body.addresses ?? []).findIndex((address) => !isAddressOrRange(address));
    if (bad >= 0) {
      throw invalid({
        field: `addresses[${bad}]`,
        message: 'must be an IP address or a CIDR range such as 10.0.0.0/8',
      });
    }
    const { id, position, token } = await this.commands.execute(new MakeToken(context, userId, body));
    return this.made(context, { userId, id, position }, token);
  }

  repeatMake({ receipt, context, params }: Repetition) {
    const { position, ids } = receipt;
    return this.made(context, { userId: params['id'] ?? '', id: ids['id'] ?? '', position });
  }

  @Get()
  @Operation({
    ...TAG,
    summary: 'List the tokens of a machine caller',
    id: 'listTokens',
    permission: 'accounts.manage for all organizations',
    description:
      'Those that are neither revoked nor over, at most 50: there is one page. `lastUsedAt` is true to the minute. Never the tokens themselves.',
    thing: 'user',
    answers: { 200: listOf(Token) },
  })
  async list(@Ctx() context: Context, @PathId() userId: string) {
    return { items: await this.queries.execute(new ListTokens(context, userId)), nextCursor: null };
  }

  @Delete(':tokenId')
  @Operation({
    ...TAG,
    summary: 'Revoke a token of a machine caller',
    id: 'revokeToken',
    permission: 'accounts.manage for all organizations; an owner, where the machine is an owner or admin',
    description: 'Refused from the next request on.',
    thing: 'token',
    answers: { 204: null },
  })
  async revoke(@Ctx() context: Context, @PathId() userId: string, @PathId('tokenId') tokenId: string) {
    return done((await this.commands.execute(new RevokeToken(context, userId, tokenId))).position);
  }

  private async made(
    context: Context,
    { userId, id, position }: { readonly userId: string; readonly id: string; readonly position: string },
    token?: string,
  ) {
    const found = (await this.queries.execute(new ListTokens(context, userId))).find((each) => each.id === id);
    if (found === undefined) {
      throw new Refused(refuse('NOT_FOUND', 'There is no such token: it was revoked, or it is over.'));
    }
    const body = { ...found, ...(token === undefined ? {} : { token }) };
    return created(`/users/${userId}/tokens/${id}`, body, { ids: { id }, position });
  }
}
