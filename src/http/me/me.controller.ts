import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { GetMe } from '../../queries/me/get-me';
import { ListPermissions } from '../../queries/me/list-permissions';
import { Operation } from '../operation/operation';
import { Ctx } from '../operation/parameters';
import { Me, Permissions } from './me-schemas';

@Controller()
export class MeController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get('me')
  @Operation({
    summary: 'Who am I, and what may I do where?',
    id: 'getMe',
    permission: 'nothing but a token',
    description: 'Of many organizations the first 200; `GET /organizations` lists all.',
    tag: 'People',
    answers: { 200: Me },
    reads: ['users', 'organizations'],
    always: true,
  })
  me(@Ctx() context: Context) {
    return this.queries.execute(new GetMe(context));
  }

  @Get('permissions')
  @Operation({
    summary: 'All permissions, explained',
    id: 'listPermissions',
    permission: 'nothing but a token',
    description: 'Every permission by name, and what it allows.',
    tag: 'People',
    answers: { 200: Permissions },
  })
  async permissions(@Ctx() context: Context) {
    return { items: await this.queries.execute(new ListPermissions(context)) };
  }
}
