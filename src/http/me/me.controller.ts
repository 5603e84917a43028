import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Context } from '../../kernel/context';
import { GetMe } from '../../queries/me/get-me';
import { ListPermissions } from '../../queries/me/list-permissions';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { MeDto, PermissionsDto } from './me.dtos';

@ApiTags('People')
@Controller()
export class MeController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get('me')
  @Endpoint({
    id: 'getMe',
    summary: 'Who am I, and what may I do where?',
    permission: 'nothing but a token',
    description: 'Of many organizations the first 200; `GET /organizations` lists all.',
    answers: { 200: MeDto },
    reads: ['users', 'organizations'],
    always: true,
  })
  me(@Ctx() context: Context) {
    return this.queries.execute(new GetMe(context));
  }

  @Get('permissions')
  @Endpoint({
    id: 'listPermissions',
    summary: 'All permissions, explained',
    permission: 'nothing but a token',
    description: 'Every permission by name, and what it allows.',
    answers: { 200: PermissionsDto },
  })
  async permissions(@Ctx() context: Context) {
    return { items: await this.queries.execute(new ListPermissions(context)) };
  }
}
