import { Body, Controller, Delete, Get, Inject, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AddSignIn } from '../../commands/users/add-sign-in';
import { RemoveSignIn } from '../../commands/users/remove-sign-in';
import type { Context } from '../../kernel/context';
import { ListSignIns } from '../../queries/users/list-sign-ins';
import { Cursors } from '../paging/cursors';
import { cutWhole } from '../paging/cut-whole';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import type { Recipe } from '../platform/repetition/recipe';
import { PageQuery } from '../platform/validation/page-query';
import { created, done } from '../reply/reply';
import { AddSignInDto, SignInDto } from './sign-in.dtos';

const OWNER = 'an owner';

const ADDED: Recipe<undefined> = {
  reply: (_, { body, ids, params, position }) => {
    const { issuer, subject } = body as AddSignInDto;
    const { id = '' } = ids;
    return created(`/users/${params['id']}/sign-ins/${id}`, { id, issuer, subject }, { ids, position });
  },
};

/** Whose tokens sign in as a user: several, so that changing the identity provider locks nobody out. */
@ApiTags('People')
@Controller('users/:id/sign-ins')
export class SignInsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Get()
  @Endpoint({
    id: 'listSignIns',
    permission: OWNER,
    summary: 'List the sign-ins of a user',
    description: 'Every (issuer, subject) whose tokens sign in as the user. A user has at most 20.',
    answers: { 200: pageOf(SignInDto) },
  })
  async list(@Ctx() context: Context, @PathId('user') userId: string, @Query() query: PageQuery) {
    const list = `sign-ins ${userId}`;
    const page = this.cursors.request(list, query);
    return this.cursors.answer(list, cutWhole(await this.queries.execute(new ListSignIns(context, userId)), page));
  }

  @Post()
  @Endpoint({
    id: 'addSignIn',
    permission: OWNER,
    summary: 'Add a sign-in to a user',
    description:
      'From the next request on, tokens of this issuer with this subject are the user. A subject that another user has is refused (409 `CONFLICT`). One the user has already stays as it is.',
    answers: { 201: SignInDto },
    codes: ['CONFLICT'],
    repeat: ADDED,
  })
  async add(@Ctx() context: Context, @PathId('user') userId: string, @Body() body: AddSignInDto) {
    const { issuer, subject } = body;
    const { id, position } = await this.commands.execute(new AddSignIn(context, userId, { issuer, subject }));
    return this.answers.of(ADDED, { context, ids: { id }, params: { id: userId }, body, position });
  }

  @Delete(':signInId')
  @Endpoint({
    id: 'removeSignIn',
    permission: OWNER,
    summary: 'Remove a sign-in of a user',
    description:
      'Its tokens are refused from the next request on; no token brings it back, an owner may add it again. The last sign-in of the last active owner stays (409 `LAST_OWNER`).',
    answers: { 204: null },
    codes: ['LAST_OWNER'],
  })
  async remove(
    @Ctx() context: Context,
    @PathId('sign-in') userId: string,
    @PathId('sign-in', 'signInId') signInId: string,
  ) {
    return done((await this.commands.execute(new RemoveSignIn(context, userId, signInId))).position);
  }
}
